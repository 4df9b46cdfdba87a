import { accountMatrix } from './account-matrix';
import { candidateMatrix } from './candidate-matrix';
import { goesOn } from './goes-on';
import { listDeclared } from './list-declared';
import { officeMatrix } from './office-matrix';
import { asksProof, menuPages, signsIn, takesFiles, underLoad } from './terms-matrix';

/** The tests' own tables, written apart from the lines. */
const expected: Readonly<Record<string, string | readonly string[]>> = {
  ...candidateMatrix,
  ...officeMatrix,
  ...accountMatrix,
};

const states = ['active', 'unproved'];

/** What each module says of its routes, without a database; declared-routes.test.ts has the running system. */
describe('the lines of all modules', () => {
  const namesOf = (chosen: ReturnType<typeof listDeclared>) => chosen.map(({ name }) => name).toSorted();

  it('stand in the tables, each once', () => {
    const all = listDeclared();
    expect(namesOf(all).filter((name) => !(name in expected))).toEqual([]);
    expect(new Set(namesOf(all)).size).toBe(all.length);
    // Beside them stand only routes that no module declares: declared-routes.test.ts names them.
    expect(all.length).toBeGreaterThan(Object.keys(expected).length - 20);
  });

  it('admit whom the tables say, by the guard of the wing', () => {
    for (const { name, line, guard } of listDeclared()) {
      const who = expected[name];
      if (who === 'public') {
        const guards = { visitor: ['asVisitor'], everybody: ['asAnybody', ''] };
        expect([name, Object.keys(guards)]).toEqual([name, expect.arrayContaining([line.admits])]);
        expect([name, guards[line.admits as keyof typeof guards]]).toEqual([
          name,
          expect.arrayContaining([guard]),
        ]);
      } else if (who === 'own' || who === 'theirs')
        expect([name, line.admits, guard]).toEqual([name, 'candidate', 'asCandidate']);
      else if (name in officeMatrix) expect([name, line.admits, guard]).toEqual([name, who, 'asOfficer']);
      else {
        // To some accounts a page does not exist for what they are, though their state would let them in.
        expect([name, guard]).toEqual([name, 'asAccount']);
        expect([name, line.admits]).toEqual([
          name,
          expect.arrayContaining([...(who ?? ['a line in a table'])]),
        ]);
        expect([name, states]).toEqual([name, expect.arrayContaining([...line.admits])]);
      }
    }
  });

  it('ask for 动态密码 anew where the tables say', () => {
    const all = listDeclared();
    expect(namesOf(all.filter(({ proved }) => proved))).toEqual(asksProof.toSorted());
  });

  it('go on under 只能查看, and stop under 暂停新的登录, where the tables say', () => {
    const all = listDeclared();
    for (const { line } of all) {
      expect([undefined, true]).toContain(line.whileReadOnly);
      expect([undefined, true]).toContain(line.signsIn);
    }
    expect(namesOf(all.filter(({ line }) => line.whileReadOnly))).toEqual(goesOn.toSorted());
    expect(namesOf(all.filter(({ line }) => line.signsIn))).toEqual(signsIn.toSorted());
  });

  it('take files where the tables say', () => {
    const all = listDeclared();
    expect(namesOf(all.filter(({ line }) => line.upload !== undefined))).toEqual(takesFiles.toSorted());
  });

  it('are refused under load as the tables say', () => {
    const loads = listDeclared().flatMap(({ name, line }) =>
      line.underLoad === undefined ? [] : [[name, line.underLoad]],
    );
    expect(Object.fromEntries(loads)).toEqual(underLoad);
  });

  it('belong to the entries of the menus that the tables say', () => {
    const all = listDeclared();
    const pages = Object.fromEntries(
      [...new Set(all.flatMap(({ line }) => line.menu ?? []))].map((entry) => [
        entry,
        all.filter(({ line }) => line.menu === entry).map(({ name }) => name),
      ]),
    );
    const sorted = (table: Readonly<Record<string, readonly string[]>>) =>
      Object.fromEntries(Object.entries(table).map(([entry, names]) => [entry, names.toSorted()]));
    expect(sorted(pages)).toEqual(sorted(menuPages));
  });
});
