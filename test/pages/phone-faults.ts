import type { Page } from 'playwright-core';
import { readPageSignature } from './page-signature';
import { hasPassed, notePassed } from './passed-pages';

/** A telephone, in CSS pixels. */
const PHONE = { width: 360, height: 740 };
/** How much of a telephone's window may be covered by what stays in place while one scrolls. */
const COVERED = 0.35;

/** Runs in the page; old-style, because it is not compiled. */
const script = `(function () {
  var faults = [];
  function name(node) {
    return node.tagName.toLowerCase() + (node.id ? '#' + node.id : '') + ' ' + node.textContent.trim().slice(0, 30);
  }
  Array.prototype.forEach.call(document.querySelectorAll('[hidden]'), function (node) {
    if (getComputedStyle(node).display !== 'none') faults.push('hidden, and shown: ' + name(node));
  });
  Array.prototype.forEach.call(document.querySelectorAll('body *'), function (node) {
    var place = getComputedStyle(node).position;
    if (place !== 'fixed' && place !== 'sticky') return;
    var box = node.getBoundingClientRect();
    var share = (box.width * Math.min(box.height, innerHeight)) / (innerWidth * innerHeight);
    if (share > ${COVERED}) faults.push('covers ' + Math.round(share * 100) + ' % of the window: ' + name(node));
  });
  var overhang = document.documentElement.scrollWidth - innerWidth;
  if (overhang > 0) faults.push('is ' + overhang + ' pixels wider than the window');
  return faults;
})()`;

/** Lists what is wrong with the page as it stands on a telephone, and leaves the window as it was. */
export async function findPhoneFaults(page: Page): Promise<string[]> {
  const before = page.viewportSize();
  const signature = `phone ${await readPageSignature(page)}`;
  if (hasPassed(signature)) return [];
  await page.setViewportSize(PHONE);
  const found = await page.evaluate<string[]>(script);
  if (before !== null) await page.setViewportSize(before);
  if (found.length === 0) notePassed(signature);
  return found.map((fault) => `on a telephone: ${fault}`);
}
