import { FileRefused } from './file-refusal';
import { readXml } from './xml';
import type { ZipFile } from './zip';

/** A part of a package that another one is related to. */
interface Relationship {
  readonly id: string;
  /** The last word of its type, the same in Transitional and Strict: `worksheet`, `styles`. */
  readonly kind: string;
  /** Its path within the ZIP. */
  readonly path: string;
}

/** Bytes of a document beside the sheets. */
export const MAX_SMALL = 20_000_000;
const MAX_RELATIONSHIPS = 10_000;

/** The parts that a part (`''`: the package) is related to; none where it says nothing. @throws FileRefused damaged, tooLarge */
export async function listRelationships(zip: ZipFile, source: string): Promise<readonly Relationship[]> {
  const cut = source.lastIndexOf('/') + 1;
  const folder = source.slice(0, cut);
  const file = `${folder}_rels/${source.slice(cut)}.rels`;
  if (!zip.has(file)) return [];
  const found: Relationship[] = [];
  await readXml(await zip.open(file, MAX_SMALL), {
    open(element, { Id = '', Type = '', Target = '', TargetMode }) {
      if (element !== 'Relationship' || TargetMode === 'External') return;
      if (found.length >= MAX_RELATIONSHIPS) throw new FileRefused('damaged');
      found.push({ id: Id, kind: Type.slice(Type.lastIndexOf('/') + 1), path: resolve(folder, Target) });
    },
  });
  return found;
}

/** `/xl/a.xml`, `a.xml`, `../xl/a.xml` and `.\a.xml` as a path from the root of the ZIP. */
function resolve(folder: string, target: string): string {
  const said = decode(target).replaceAll('\\', '/');
  const parts: string[] = [];
  for (const part of (said.startsWith('/') ? said : folder + said).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function decode(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
