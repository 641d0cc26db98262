import { afterAll } from 'vitest';
import '../language/message-equality.ts';
import { endFile } from './end-of-file.ts';

afterAll(endFile);
