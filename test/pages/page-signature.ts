import type { Page } from 'playwright-core';

/**
 * Runs in the page; old-style, because it is not compiled. What axe judges by: elements, their classes, roles, states
 * and names' presence. Digits and words are left out.
 */
const describeNode = `
  var kept = /^(class|role|type|for|id|lang|scope|hidden|disabled|readonly|multiple|autocomplete|style|tabindex|dir|fill|headers|aria-.*)$/;
  var named = /^(title|alt|value|placeholder|href|src)$/;
  function own(node) {
    var said = [];
    Array.prototype.forEach.call(node.attributes, function (attribute) {
      if (kept.test(attribute.name)) said.push(attribute.name + '=' + attribute.value.replace(/\\d+/g, ''));
      else if (named.test(attribute.name)) said.push(attribute.name + (attribute.value === '' ? '' : '+'));
    });
    return node.nodeName + '[' + said.sort().join('|') + ']';
  }
  function counts(node) {
    return node.nodeType === 3 ? node.nodeValue.trim() !== '' : node.nodeType === 1 && node.type !== 'hidden' && node.nodeName !== 'SCRIPT';
  }`;

/** Runs in the page: the whole, siblings of the same shape once. */
const script = `(function () {${describeNode}
  function signature(node) {
    if (!counts(node)) return '';
    if (node.nodeType === 3) return 't';
    var parts = [];
    Array.prototype.forEach.call(node.childNodes, function (child) {
      var part = signature(child);
      if (part !== '' && parts.indexOf(part) < 0) parts.push(part);
    });
    return own(node) + '(' + parts.join('') + ')';
  }
  return signature(document.documentElement);
})()`;

/**
 * Runs in the page: each kind of element by the two above it, with what is in it where that matters, whether what it
 * points to is there and whether it has a label; and whether an id is there twice.
 */
const parts = `(function () {${describeNode}
  var points = /^(for|headers|aria-(labelledby|describedby|controls|owns|activedescendant|errormessage|details))$/;
  var holders = /^(UL|OL|DL|TABLE|THEAD|TBODY|TR|SELECT|OPTGROUP|FIELDSET|FIGURE|DETAILS|A|BUTTON|LABEL|SUMMARY)$/;
  var seen = {}, ids = {}, found = [];
  function keep(part) {
    if (!seen['$' + part]) { seen['$' + part] = true; found.push(part); }
  }
  function self(node) {
    var said = own(node).replace(/([\\w-]+)=([^|\\]]*)/g, function (whole, name, value) {
      if (name === 'id' || name === 'aria-label') return name + (value === '' ? '' : '+');
      if (!points.test(name)) return whole;
      var there = node.getAttribute(name).split(/\\s+/).every(function (id) { return document.getElementById(id); });
      return name + (there ? '+' : ' of nothing');
    });
    return said + (node.labels ? node.labels.length : '');
  }
  function visit(node, parent, grandparent) {
    var mine = self(node), within = {};
    if (node.id && ids['$' + node.id]) keep('twice ' + node.id + ' ' + Math.random());
    ids['$' + node.id] = true;
    Array.prototype.forEach.call(node.childNodes, function (child) {
      if (!counts(child)) return;
      within[child.nodeType === 3 || holders.test(node.nodeName) ? child.nodeName : 'element'] = true;
      if (child.nodeType === 1) visit(child, mine, parent);
    });
    keep(grandparent + '>' + parent + '>' + mine + '(' + Object.keys(within).sort().join(' ') + ')');
  }
  visit(document.documentElement, '', '');
  return found;
})()`;

/** The shape of the page as it stands: two pages of one shape differ in words, digits and the number of equal parts. */
export async function readPageSignature(page: Page): Promise<string> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  return `${width}×${height} ${await page.evaluate<string>(script)}`;
}

/** What the page as it stands consists of: a page whose every part has passed elsewhere brings nothing new. */
export async function readPageParts(page: Page): Promise<string[]> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const found = await page.evaluate<string[]>(parts);
  return found.map((part) => `${width}×${height} ${part}`);
}
