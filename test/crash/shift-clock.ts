/**
 * Gives a process a clock that is wrong by SHIFT_MS: loaded before the server
 * (node -r typescript-hook.cjs -r shift-clock.ts dist/src/server.js).
 */

const shift = Number(process.env.SHIFT_MS);
if (!Number.isFinite(shift)) throw new Error('SHIFT_MS is not set');

const RealDate = globalThis.Date;
const now = () => RealDate.now() + shift;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made),
  apply: () => new RealDate(now()).toString(),
  get: (target, name, self) => (name === 'now' ? now : Reflect.get(target, name, self)),
});
