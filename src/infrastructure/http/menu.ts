import type { Route } from './route';
import { wings } from './wing';

/** A request, by its address and by the route that answers it. */
export interface AskedPage {
  readonly path: string;
  readonly route?: { readonly path: string };
}

/** One entry of a wing's menu, as the routes that name it make it. */
export interface MenuEntry<Label extends string = string> {
  readonly label: Label;
  /** Where it leads. */
  readonly path: string;
  /** To whom its page exists. */
  readonly admits: Route<never>['admits'];
  /** Whether a request is for one of its pages, or lies below the one it leads to; nothing lies below a home page. */
  isCurrent(asked: AskedPage): boolean;
}

/**
 * The menu of a wing: an entry for each of these labels, in their order, that leads to the first route that names it.
 * @throws for a label that no route names, and for a route that names another
 */
export function makeMenu<Label extends string>(
  labels: readonly Label[],
  routes: readonly Route<never>[],
): readonly MenuEntry<Label>[] {
  const strange = routes.find(({ menu }) => menu !== undefined && !labels.some((label) => label === menu));
  if (strange !== undefined) throw new Error(`${strange.path}: no menu has the entry ${strange.menu}`);
  return labels.map((label) => {
    const [first, ...others] = routes.filter(({ menu }) => menu === label);
    if (first === undefined || first.path.includes(':'))
      throw new Error(`no page is the first to name the entry ${label} of the menu`);
    const { path, admits } = first;
    const pages = new Set([first, ...others].map((one) => one.path));
    const below = wings.some(({ home }) => home === path) ? null : `${path}/`;
    return {
      label,
      path,
      admits,
      isCurrent: (asked) =>
        pages.has(asked.path) ||
        pages.has(asked.route?.path ?? '') ||
        (below !== null && asked.path.startsWith(below)),
    };
  });
}
