import type { RequestHandler } from 'express';
import { AppError } from '../../../src/infrastructure/errors';
import {
  anybody,
  everybody,
  get,
  mountRoutes,
  post,
  type Refuse,
  type Route,
  visitor,
} from '../../../src/infrastructure/http/route';
import { createSwitchesAtDoor } from '../../../src/infrastructure/http/switches-at-door';

/** The handlers of each route as Express holds them, in its order. */
function handlersOf(router: ReturnType<typeof mountRoutes>) {
  interface Layer {
    readonly route: {
      readonly path: string;
      readonly methods: Readonly<Record<string, boolean>>;
      readonly stack: readonly { readonly handle: RequestHandler }[];
    };
  }
  return (router.stack as unknown as readonly Layer[]).map(({ route }) => ({
    path: route.path,
    methods: Object.keys(route.methods),
    handlers: route.stack.map(({ handle }) => handle),
  }));
}

const handler: RequestHandler = () => {};

describe('a line of a route', () => {
  it('says verb, path, whom it admits, and its terms', () => {
    expect(get('/a', visitor, () => {})).toEqual({
      method: 'get',
      path: '/a',
      admits: 'visitor',
      guarded: expect.any(Function),
    });
    expect(
      post('/b', everybody, handler, { whileReadOnly: true, signsIn: true, menu: '首页' }),
    ).toMatchObject({
      method: 'post',
      path: '/b',
      admits: 'everybody',
      whileReadOnly: true,
      signsIn: true,
      menu: '首页',
    });
    expect(get('/c', anybody, () => {})).toMatchObject({ admits: 'everybody' });
  });

  it('has the guard of whom it admits before its handler', () => {
    const visit = () => {};
    const guards = { asVisitor: jest.fn(() => 'visitor'), asAnybody: jest.fn(() => 'anybody') } as never;
    expect(get('/a', visitor, visit).guarded(guards)).toBe('visitor');
    expect(get('/a', anybody, visit).guarded(guards)).toBe('anybody');
    expect(get('/a', everybody, handler).guarded(guards)).toBe(handler);
    const { asVisitor, asAnybody } = guards as unknown as Record<string, jest.Mock>;
    expect([asVisitor?.mock.calls, asAnybody?.mock.calls]).toEqual([[[visit]], [[visit]]]);
  });
});

describe('routes as they are mounted', () => {
  it('stand in their order, each behind its guard, and behind what refuses it', () => {
    const guarded: RequestHandler = () => {};
    const asVisitor = () => guarded;
    const refusal: RequestHandler = () => {};
    const routes = [post('/b', everybody, handler), get('/a', visitor, () => {})];
    const refuse: Refuse = ({ method }) => (method === 'post' ? refusal : null);
    expect(handlersOf(mountRoutes(routes, { asVisitor, asAnybody: asVisitor }, refuse))).toEqual([
      { path: '/b', methods: ['post'], handlers: [refusal, handler] },
      { path: '/a', methods: ['get'], handlers: [guarded] },
    ]);
    expect(handlersOf(mountRoutes(routes, { asVisitor, asAnybody: asVisitor }))).toEqual([
      { path: '/b', methods: ['post'], handlers: [handler] },
      { path: '/a', methods: ['get'], handlers: [guarded] },
    ]);
  });
});

describe('what the province has switched off', () => {
  const route = (method: 'get' | 'post', terms: Partial<Route<never>>) =>
    ({ ...(method === 'get' ? get : post)('/x', everybody, handler, terms as never) }) as Route<never>;

  /** What a request meets at the door: `on`, or the code of its refusal. */
  function meet(refuse: Refuse, line: Route<never>): string {
    const door = refuse(line);
    if (door === null) return 'no door';
    let passed = 'nothing';
    try {
      door({} as never, {} as never, () => {
        passed = 'on';
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return `${error.status} ${error.code} ${JSON.stringify(error.values)}`;
    }
    return passed;
  }

  const READ_ONLY = '503 readOnly {"seconds":60}';
  const NO_SIGN_INS = '503 signInsStopped {"seconds":60}';

  it.each([
    [{}, 'on', READ_ONLY, 'on'],
    [{ whileReadOnly: true }, 'on', 'on', 'on'],
    [{ signsIn: true }, 'on', READ_ONLY, NO_SIGN_INS],
    [{ whileReadOnly: true, signsIn: true }, 'on', 'on', NO_SIGN_INS],
  ] as const)(
    'a form that is %j: nothing %s, 只能查看 %s, 暂停新的登录 %s',
    (terms, none, readOnly, noSignIns) => {
      const switches = { readOnly: false, noSignIns: false };
      const refuse = createSwitchesAtDoor(() => switches);
      const line = route('post', terms);
      expect(meet(refuse, line)).toBe(none);
      switches.readOnly = true;
      expect(meet(refuse, line)).toBe(readOnly);
      switches.readOnly = false;
      switches.noSignIns = true;
      expect(meet(refuse, line)).toBe(noSignIns);
    },
  );

  it('never a page', () => {
    const refuse = createSwitchesAtDoor(() => ({ readOnly: true, noSignIns: true }));
    expect(meet(refuse, route('get', {}))).toBe('no door');
    expect(meet(refuse, route('get', { signsIn: true }))).toBe('no door');
  });
});
