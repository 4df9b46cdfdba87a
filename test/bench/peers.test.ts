import { exchange } from '../../bench/exchange';
import { fillFields, fillPeerTables, planForm, planSave, SAVED } from '../../bench/peers/data';
import { BATCH, FIELDS } from '../../bench/peers/job';
import { type PeerName, peerKinds, type RunningPeer, startPeer } from '../../bench/peers/peers';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

/** Each peer saves as a person of its own. */
const PEOPLE = peerKinds.length;
const TABLES = ['audit_entry', 'attempt', 'mail', 'outbox'];

const pages = new Map<PeerName, string>();
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await fillPeerTables(database.knex, PEOPLE);
});

afterAll(() => database.drop());

/** The values of a page's fields. */
const readValues = (page: string) =>
  Object.fromEntries(
    [...page.matchAll(/name="(\w+)" value="(\w*)"/g)].map(([, name, value]) => [name, value]),
  );

interface Version {
  readonly number: number;
  readonly body: string;
  readonly chained: boolean | null;
  readonly sealed: boolean;
}

/** Versions of a person, the oldest first, with the check value that each should have. */
async function listVersions(person: number): Promise<readonly Version[]> {
  const { rows } = await database.knex.raw(
    `select number, body, former_hash = lag(hash) over (order by number) as chained,
       hash = sha256(coalesce(former_hash, '') || convert_to(body, 'UTF8')) as sealed
     from peer.version where person_id = ? and batch = ? order by number`,
    [person, BATCH],
  );
  return rows;
}

async function countRows(person: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const row = await database.knex(`peer.${table}`).where({ person_id: person }).count('* as rows').first();
    counts[table] = Number(row?.rows);
  }
  return counts;
}

describe.each(peerKinds.map((kind, at) => ({ ...kind, kind, person: at + 1 })))('the peer $name', (entry) => {
  const { name, kind, person } = entry;
  const packages = kind.listMissing();
  if (packages.length > 0) {
    it.skip(`is not tried: this machine lacks ${packages.join(', ')} (Debian)`, () => undefined);
    return;
  }
  let peer: RunningPeer;

  beforeAll(async () => {
    peer = await startPeer(kind, database.url);
  });

  afterAll(() => peer?.stop());

  it('turns away who is not signed in', async () => {
    await exchange(peer.url, planForm(PEOPLE + 1), 403);
    await exchange(peer.url, planSave(PEOPLE + 1, fillFields('61')), 403);
  });

  it('shows the saved values of 62 fields, in the bytes of the other peers', async () => {
    const page = (await exchange(peer.url, planForm(person), 200)).body.toString();
    expect(FIELDS).toHaveLength(62);
    expect(readValues(page)).toEqual(SAVED);
    expect(page).toContain(`21${String(person).padStart(12, '0')}`);
    const [other = page] = pages.values();
    pages.set(name, page);
    expect(page.replace(/<p>.*\n<p>总分.*\n/, '')).toBe(other.replace(/<p>.*\n<p>总分.*\n/, ''));
  });

  it('keeps a save: version in its chain, group, audit, attempt, mail, outbox', async () => {
    await exchange(peer.url, planSave(person, fillFields('61')), 303);
    await exchange(peer.url, planSave(person, fillFields('62')), 303);
    const versions = await listVersions(person);
    expect(versions).toEqual([
      { number: 1, body: JSON.stringify(SAVED), chained: null, sealed: true },
      { number: 2, body: JSON.stringify(fillFields('61')), chained: true, sealed: true },
      { number: 3, body: JSON.stringify(fillFields('62')), chained: true, sealed: true },
    ]);
    const inForce = await database
      .knex('peer.choice_group')
      .join('peer.version', 'version.id', 'version_id')
      .where('choice_group.person_id', person)
      .first('choice_group.number', database.knex.raw('choice_group.hash = version.hash as same'));
    expect(inForce).toEqual({ number: 3, same: true });
    expect(await countRows(person)).toEqual({ audit_entry: 2, attempt: 2, mail: 2, outbox: 2 });
    const page = (await exchange(peer.url, planForm(person), 200)).body.toString();
    expect(readValues(page)).toEqual(fillFields('62'));
  });

  it('puts saves of one person at once one behind the other', async () => {
    const saves = Array.from({ length: 6 }, () => planSave(person, fillFields('63')));
    await Promise.all(saves.map((save) => exchange(peer.url, save, 303)));
    const versions = await listVersions(person);
    expect(versions.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(versions.slice(1).every(({ chained, sealed }) => chained && sealed)).toBe(true);
  });
});
