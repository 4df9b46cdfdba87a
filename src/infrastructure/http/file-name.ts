/** Characters that some file system or shell refuses in a file name. */
const unsafe = /[\\/:*?"<>|\p{Cc}]/gu;

/**
 * Content-Disposition for a file to be kept: its Chinese name without ending (RFC 5987), and beside it a name in ASCII
 * for browsers that do not know the former.
 */
export function contentDisposition(name: string, plainName: string, ending: 'pdf' | 'json'): string {
  const full = `${name}.${ending}`.replace(unsafe, '_');
  const plain = `${plainName}.${ending}`.replace(/[^\w.-]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeExtended(full)}`;
}

/** encodeURIComponent leaves three characters alone that RFC 5987 wants encoded. */
function encodeExtended(value: string): string {
  return encodeURIComponent(value).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
