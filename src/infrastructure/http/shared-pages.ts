import nunjucks, { type Environment } from 'nunjucks';
import type { Composed } from './composed-part';
import type { Fragment } from './fragment-cache';
import { createKeptPages } from './kept-pages';

const { SafeString } = nunjucks.runtime;

type Part = Fragment | Composed;

/** The bytes of a part of a page. */
export type FindPart = (part: Part) => Buffer;

/** A page of a candidate that looks the same for many. */
export interface Shared {
  /**
   * What goes when pack or batch change, and what was kept with it; it may stand in the model whole. All else that the
   * page depends on are plain values of the model, or filled in. Null: this time nothing is kept.
   */
  readonly by: object | null;
  /** In the template `fill.name`: texts and parts that are one person's, or a moment's. */
  readonly fill: Readonly<Record<string, string | Part>>;
}

/** Of the frame of a page what matters here. */
export interface Frame {
  readonly path: string;
  readonly candidate: { readonly name: string; readonly numberTail: string } | null;
  readonly holder: { readonly mark: string } | null;
  readonly unread: { readonly public: number; readonly personal: number } | null;
  csrfToken(): string;
  readonly officer: object | null;
  readonly account: object | null;
  /** What was lost with a session, and what of it is shown. */
  readonly carried: string;
  readonly typed: readonly unknown[];
  readonly resumes: boolean;
}

type Holder = NonNullable<Frame['holder']>;

/** What the frame shows of one person, by the names of its places. */
function listPersonal({ candidate, unread, csrfToken }: Frame, holder: Holder): Record<string, string> {
  return {
    frameName: candidate?.name ?? '',
    frameNumber: candidate?.numberTail ?? '',
    frameHolder: holder.mark,
    frameToken: csrfToken(),
    ...(unread && { framePublic: String(unread.public), framePersonal: String(unread.personal) }),
  };
}

/** The same frame with marks where it shows one person. */
function markFrame(frame: Frame, marks: Readonly<Record<string, string>>): object {
  return {
    ...frame,
    candidate: { name: marks.frameName, numberTail: marks.frameNumber },
    holder: { ...frame.holder, mark: marks.frameHolder },
    csrfToken: () => marks.frameToken,
    unread: frame.unread && { public: marks.framePublic, personal: marks.framePersonal },
  };
}

/** What stands in a model beside `by`, as a text: what goes with `by` need not be written out. Most of it is one word. */
function describeModel(by: object, model: object): string {
  let said = '';
  for (const [name, value] of Object.entries(model))
    if (typeof value === 'string') said += `${name}=${value.length}:${value}\n`;
    else if (value !== by)
      said += `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}\n`;
  return said;
}

/** @returns makes the bytes of a page out of what is kept of it; null where this page is one of its own */
export function createSharedPages(views: Environment, findPart: FindPart) {
  const makePage = createKeptPages(views);
  return (template: string, model: object, frame: Frame, { by, fill }: Shared): Buffer | null => {
    const { holder } = frame;
    const isPlain = !frame.resumes && frame.carried === '' && frame.typed.length === 0;
    const isCandidate = frame.candidate !== null && frame.officer === null && frame.account === null;
    if (by === null || holder === null || !isPlain || !isCandidate) return null;
    const filled = Object.entries(fill).map(([name, one]) => [
      name,
      typeof one === 'string' ? one : { bytes: findPart(one) },
    ]);
    return makePage({
      by,
      // The menu follows the address.
      look: `${template} ${frame.path} ${frame.unread === null}\n${describeModel(by, model)}`,
      fillings: { ...Object.fromEntries(filled), ...listPersonal(frame, holder) },
      render: (marks) => views.render(template, { ...model, fill: marks, frame: markFrame(frame, marks) }),
    });
  };
}

/** What a page of its own is given as `fill`. */
export function fillPlainly(find: FindPart, fill: Shared['fill']): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fill).map(([name, one]) => [
      name,
      typeof one === 'string' ? one : new SafeString(find(one).toString()),
    ]),
  );
}
