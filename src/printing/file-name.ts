import type { ApplicationVersion } from '../applications';

/** Characters that some file system or shell refuses in a file name. */
const unsafe = /[\\/:*?"<>|\p{Cc}]/gu;

/**
 * Content-Disposition for the PDF of a version: 志愿表-本科一批-第2次保存.pdf (RFC 5987), and beside it a name in
 * ASCII for browsers that do not know the former.
 */
export function contentDisposition({
  body,
  saveNumber,
}: Pick<ApplicationVersion, 'body' | 'saveNumber'>): string {
  const name = `志愿表-${body.batch.name}-第${saveNumber}次保存.pdf`.replace(unsafe, '_');
  const plain = `zhiyuan-${body.batch.code}-${saveNumber}.pdf`.replace(/[^\w.-]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeExtended(name)}`;
}

/** encodeURIComponent leaves three characters alone that RFC 5987 wants encoded. */
function encodeExtended(value: string): string {
  return encodeURIComponent(value).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
