import { leaveOutReplaced } from './page-faults';

const AFTER = 'console: htmx:afterRequest http://127.0.0.1/htmx.js';
const ABORTED = 'console: htmx:sendAbort http://127.0.0.1/htmx.js';
const FAILED = 'console: htmx:sendError http://127.0.0.1/htmx.js';
const REJECTED = 'script: undefined';
const MISSING = 'script: undefined is not an object';
const SCRIPT = 'script: x is not a function';

describe('faults of a page', () => {
  it.each([
    ['a look-up that gave way to the next one', [AFTER, ABORTED, REJECTED], []],
    ['two of them', [AFTER, ABORTED, AFTER, ABORTED, REJECTED, REJECTED], []],
    ['one that failed beside one that gave way', [AFTER, ABORTED, REJECTED, AFTER, FAILED], [AFTER, FAILED]],
    ['one that failed', [AFTER, FAILED, REJECTED], [AFTER, FAILED, REJECTED]],
    ['a script that failed beside one that gave way', [AFTER, ABORTED, SCRIPT], [SCRIPT]],
    ['a script that misses something beside it', [AFTER, ABORTED, MISSING], [MISSING]],
  ])('leave out %s', (_, faults, left) => {
    expect(leaveOutReplaced(faults)).toEqual(left);
  });
});
