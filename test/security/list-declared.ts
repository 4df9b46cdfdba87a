import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Route } from '../../src/infrastructure/http/route';

/** A line of a module, with whether its guard asks for 动态密码 anew, and the file it stands in. */
export interface DeclaredRoute {
  readonly name: string;
  readonly file: string;
  readonly line: Route<unknown>;
  readonly proved: boolean;
  /** The guard that stands before the handler; '' for none. */
  readonly guard: string;
}

const source = path.resolve(__dirname, '../../src');

/** Stands for whatever a module's lines are built from: nothing of it is called but to be handed on. */
const anything: unknown = new Proxy(() => {}, {
  get: (_target, key) => (key === Symbol.toPrimitive ? () => 'anything' : anything),
  apply: () => anything,
});

/** Every line of every `routes.ts`, read from the modules themselves: no database, no application. */
export function listDeclared(): readonly DeclaredRoute[] {
  return ['candidate', 'office', 'account'].flatMap((wing) =>
    readdirSync(path.join(source, wing), { withFileTypes: true })
      .filter((module) => module.isDirectory())
      .map(({ name }) => path.join(wing, name, 'routes.ts'))
      .flatMap(listOf),
  );
}

function listOf(file: string): DeclaredRoute[] {
  let module: Readonly<Record<string, unknown>>;
  try {
    module = require(path.join(source, file));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return [];
    throw error;
  }
  return Object.entries(module).flatMap(([name, build]) => {
    if (!name.endsWith('Routes') || typeof build !== 'function') return [];
    const lines: readonly Route<unknown>[] = build(anything, anything, anything, anything);
    return lines.map((line) => describeLine(line, file));
  });
}

function describeLine(line: Route<unknown>, file: string): DeclaredRoute {
  let guard = '';
  let proved = false;
  const guards = new Proxy(
    {},
    {
      get:
        (_target, name) =>
        (...parts: readonly unknown[]) => {
          guard = String(name);
          proved = (parts[2] as { proved?: boolean } | undefined)?.proved === true;
        },
    },
  );
  line.guarded(guards);
  return { name: `${line.method.toUpperCase()} ${line.path}`, file, line, proved, guard };
}
