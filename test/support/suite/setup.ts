import { afterAll } from 'vitest';
import '../language/message-equality.ts';
import './case-count.ts';
import { endFile } from './end-of-file.ts';

afterAll(endFile);
