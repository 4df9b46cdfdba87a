import { makeMenu } from '../../../src/infrastructure/http/menu';
import { everybody, get } from '../../../src/infrastructure/http/route';

const page = (path: string, menu?: string) =>
  get(path, everybody, () => {}, menu === undefined ? {} : { menu });

describe('a menu', () => {
  it('leads to the first route that names each entry, and is current on all that do and below', () => {
    const routes = [page('/b', '乙'), page('/x'), page('/a', '甲'), page('/c/:id', '甲')];
    const [first, second] = makeMenu(['甲', '乙'], routes);
    expect([first?.path, second?.path]).toEqual(['/a', '/b']);
    const asked = [
      { path: '/a' },
      { path: '/a/1' },
      { path: '/ab' },
      { path: '/c/1', route: { path: '/c/:id' } },
    ];
    expect(asked.map((one) => first?.isCurrent(one))).toEqual([true, true, false, true]);
  });

  it('is not made where a route names an entry that it does not have, or an entry has no route', () => {
    expect(() => makeMenu(['甲'], [page('/a', '甲'), page('/b', '乙')])).toThrow(
      '/b: no menu has the entry 乙',
    );
    expect(() => makeMenu(['甲', '乙'], [page('/a', '甲')])).toThrow(
      'no page is the first to name the entry 乙 of the menu',
    );
  });
});
