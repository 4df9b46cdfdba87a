const OPENING = '[\\[(（【［〔]?';
const CLOSING = '[\\])）】］〕]?';
const CODE_FIRST = new RegExp(
  `^${OPENING}\\s*([0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{1,10})\\s*${CLOSING}[\\s\\-－—–_:：、.．·]*([^0-9A-Za-z０-９Ａ-Ｚａ-ｚ\\s].*)$`,
  'su',
);
const CODE_LAST = /^(.+?)\s*[[(（【［〔]\s*([0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{1,10})\s*[\])）】］〕]$/su;
const ENCLOSED = /^[（(]([^（()）]+)[)）]$/;

/** Code and name of a cell that holds both: A001清华大学, [6005] 河南大学, 6005-河南大学, 河南大学（6005）. Null for any other text. */
export function splitCell(text: string): { readonly code: string; readonly name: string } | null {
  const [, code, name] = CODE_FIRST.exec(text) ?? [];
  if (code !== undefined && name !== undefined) return { code, name: ENCLOSED.exec(name)?.[1] ?? name };
  const [, last, number] = CODE_LAST.exec(text) ?? [];
  return last !== undefined && number !== undefined ? { code: number, name: last } : null;
}
