import type { Page } from 'playwright-core';

/** What htmx and the browser say where a look-up gives way to the next one (`hx-sync` with `replace`). */
const SEND_ABORT = /^console: htmx:sendAbort /;
const REPLACED = [SEND_ABORT, /^console: htmx:afterRequest /, /^script: undefined$/];

/** Without what was said for look-ups that gave way; what htmx says of one that failed has no sendAbort. */
export function leaveOutReplaced(faults: readonly string[]): string[] {
  const replaced = faults.filter((fault) => SEND_ABORT.test(fault)).length;
  const spare = REPLACED.flatMap((said) => faults.filter((fault) => said.test(fault)).slice(0, replaced));
  return faults.filter((fault) => {
    const at = spare.indexOf(fault);
    if (at >= 0) spare.splice(at, 1);
    return at < 0;
  });
}

/** A page that was refused with a 4xx is shown; the browser's line about its status is no fault. */
export function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const ofThePage = message.location().url === page.url() && /status of 4\d\d/.test(message.text());
    if (!ofThePage) faults.push(`console: ${message.text()} ${message.location().url}`);
  });
  return faults;
}
