import type { Page } from 'playwright-core';

/** Runs in the page; old-style, because it is not compiled. */
const script = `(function () {
  var faults = [];
  var nodes = document.querySelectorAll('a, button, input:not([type=hidden]), label, legend, h1, h2, p, .hint, th, td');
  function visible(node) {
    var box = node.getBoundingClientRect();
    if (node.closest('.hidden') || (node.closest('details:not([open])') && !node.closest('summary'))) return false;
    var style = getComputedStyle(node);
    return box.width > 1 && box.height > 1 && style.visibility !== 'hidden' && style.clip === 'auto';
  }
  function name(node) {
    return node.tagName.toLowerCase() + ' ' + (node.id || node.textContent.trim().slice(0, 20));
  }
  var boxes = [];
  Array.prototype.forEach.call(nodes, function (node) {
    if (!visible(node) || getComputedStyle(node.closest('.skip') || node).left === '-9999px') return;
    var box = node.getBoundingClientRect();
    if (box.left < -1 || box.right > innerWidth + 1) faults.push('cut off: ' + name(node));
    var inline = getComputedStyle(node).display === 'inline' && node.tagName === 'A';
    var target = /^(A|BUTTON|INPUT)$/.test(node.tagName);
    var labelled = node.type === 'radio' ? node.parentNode.getBoundingClientRect() : box;
    if (target && !inline && (labelled.width < 24 || labelled.height < 24)) faults.push('small: ' + name(node));
    if (node.scrollWidth > node.clientWidth + 1 && !inline && node.clientWidth > 0 && target) faults.push('overflows: ' + name(node));
    if (node.closest('.timer')) return;
    Array.prototype.forEach.call(node.getClientRects(), function (part) {
      boxes.push({ node: node, box: part });
    });
  });
  for (var i = 0; i < boxes.length; i += 1) {
    for (var j = i + 1; j < boxes.length; j += 1) {
      var a = boxes[i], b = boxes[j];
      if (a.node.contains(b.node) || b.node.contains(a.node)) continue;
      var wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      var high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (wide > 2 && high > 2) faults.push('overlap: ' + name(a.node) + ' / ' + name(b.node));
    }
  }
  return faults;
})()`;

/** Lists what is cut off at the window's edge, what overlaps, and targets below 24 × 24 pixels. */
export async function findLayoutFaults(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(script);
}
