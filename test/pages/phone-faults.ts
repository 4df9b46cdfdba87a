import type { Page } from 'playwright-core';
import { readPageSignature } from './page-signature';
import { hasPassed, recordPassed } from './passed-pages';

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

/** Runs in the page: what can be pressed or typed into, and lies on another such thing. */
const overlaps = `(function () {
  var faults = [];
  function name(node) {
    return node.tagName.toLowerCase() + (node.id ? '#' + node.id : '') + ' ' + (node.textContent || node.name || '').trim().slice(0, 20);
  }
  function floats(node) {
    for (; node && node.nodeType === 1; node = node.parentNode)
      if (/fixed|sticky/.test(getComputedStyle(node).position)) return true;
    return false;
  }
  var boxes = [];
  Array.prototype.forEach.call(document.querySelectorAll('button, a[href], input, select, textarea'), function (node) {
    if (node.type === 'hidden' || node.closest('.hidden, details:not([open])') || getComputedStyle(node).visibility === 'hidden') return;
    if (!node.offsetWidth || node.getClientRects().length !== 1 || floats(node)) return;
    boxes.push({ node: node, box: node.getBoundingClientRect() });
  });
  boxes.forEach(function (one, at) {
    boxes.slice(at + 1).forEach(function (other) {
      if (one.node.contains(other.node) || other.node.contains(one.node)) return;
      var width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      var height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (width > 3 && height > 3) faults.push(name(other.node) + ' lies on ' + name(one.node));
    });
  });
  return faults.slice(0, 5);
})()`;

/** Lists what is wrong with the page as it stands on a telephone, and leaves the window as it was. */
export async function findPhoneFaults(page: Page): Promise<string[]> {
  const before = page.viewportSize();
  const signature = `phone ${await readPageSignature(page)}`;
  if (hasPassed(signature)) return [];
  const wide = await page.evaluate<string[]>(overlaps);
  await page.setViewportSize(PHONE);
  const narrow = [...(await page.evaluate<string[]>(script)), ...(await page.evaluate<string[]>(overlaps))];
  if (before !== null) await page.setViewportSize(before);
  const found = [...wide, ...narrow.map((fault) => `on a telephone: ${fault}`)];
  if (found.length === 0) recordPassed(signature);
  return found;
}
