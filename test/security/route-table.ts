import type { Express } from 'express';
import { accountSamples } from './account-matrix';
import { officeSamples } from './office-matrix';

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

interface Layer {
  /** True where a router is mounted at the root. */
  readonly slash: boolean;
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
}

/**
 * Every route of the application, read from Express itself, so that a new one is in the tests from its first day.
 * @throws when a router is mounted below the root, or a route serves another method than GET and POST.
 */
export function listRoutes(express: Express): readonly Route[] {
  const { stack } = express.router as unknown as { stack: readonly Layer[] };
  return listOf(stack);
}

function listOf(stack: readonly Layer[]): readonly Route[] {
  return stack.flatMap((layer) => {
    if (layer.route !== undefined) return listMethods(layer.route);
    const inner = layer.handle.stack;
    if (inner === undefined) return [];
    if (!layer.slash) throw new Error('a router is mounted below the root: its paths cannot be read');
    return listOf(inner);
  });
}

function listMethods({ path, methods }: NonNullable<Layer['route']>): readonly Route[] {
  return Object.keys(methods).map((name) => {
    const method = name.toUpperCase();
    if (method !== 'GET' && method !== 'POST') throw new Error(`${path} serves ${method}`);
    return { method, path };
  });
}

/** `GET /versions/:version` */
export function nameOf({ method, path }: Route): string {
  return `${method} ${path}`;
}

/** A value for each parameter of a path: a new parameter is added here. */
const sampleValues: Readonly<Record<string, string>> = {
  batch: 'early-other',
  version: '1',
  mail: '1',
  undertaking: 'directed-tibet',
  track: '5',
  audience: '-',
  institution: '0001',
  major: '16',
  group: '01',
  earlier: '1',
  size: '1',
  picture: '1',
  record: '1',
  field: 'first-1-major-1',
  ...officeSamples,
  ...accountSamples,
};

/** Whether a route is the exam office's: those have their lines in office-matrix.ts. */
export function isOfOffice({ path }: Route): boolean {
  return path === '/office' || path.startsWith('/office/');
}

/** Whether a route is the account centre's: those have their lines in account-matrix.ts. */
export function isOfAccountCentre({ path }: Route): boolean {
  return path === '/account' || path.startsWith('/account/');
}

/** An address of the route, with these values before the samples. @throws for a parameter that has none. */
export function fillPath(path: string, values: Readonly<Record<string, string>> = {}): string {
  const known = { ...sampleValues, ...values };
  return path.replace(/\{[^}]*\}/g, '').replace(/:(\w+)/g, (_all, name: string) => {
    const value = known[name];
    if (value === undefined) throw new Error(`${path}: give :${name} a value in sampleValues`);
    return value;
  });
}
