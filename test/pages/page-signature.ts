import type { Page } from 'playwright-core';

/**
 * Runs in the page; old-style, because it is not compiled. What axe judges by: elements, their classes, roles, states
 * and names' presence. Digits and words are left out, and siblings of the same shape count once.
 */
const script = `(function () {
  var kept = /^(class|role|type|for|id|lang|scope|hidden|disabled|readonly|multiple|autocomplete|style|tabindex|dir|fill|headers|aria-.*)$/;
  var named = /^(title|alt|value|placeholder|href|src)$/;
  function signature(node) {
    if (node.nodeType === 3) return node.nodeValue.trim() === '' ? '' : 't';
    if (node.nodeType !== 1 || node.type === 'hidden' || node.nodeName === 'SCRIPT') return '';
    var own = [];
    Array.prototype.forEach.call(node.attributes, function (attribute) {
      if (kept.test(attribute.name)) own.push(attribute.name + '=' + attribute.value.replace(/\\d+/g, ''));
      else if (named.test(attribute.name)) own.push(attribute.name + (attribute.value === '' ? '' : '+'));
    });
    var parts = [];
    Array.prototype.forEach.call(node.childNodes, function (child) {
      var part = signature(child);
      if (part !== '' && parts.indexOf(part) < 0) parts.push(part);
    });
    return node.nodeName + '[' + own.sort().join('|') + '](' + parts.join('') + ')';
  }
  return signature(document.documentElement);
})()`;

/** The shape of the page as it stands: two pages of one shape differ in words, digits and the number of equal parts. */
export async function readPageSignature(page: Page): Promise<string> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  return `${width}×${height} ${await page.evaluate<string>(script)}`;
}
