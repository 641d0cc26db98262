// One name of it: an import of the whole object would bundle all of it.
import { version as ofPackage } from '../package.json';

/** The version of this program. */
export const version: string = ofPackage;
