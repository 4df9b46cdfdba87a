import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchCandidate } from '../../bench/population';
import type { Draw } from '../domain/ledger/sample-ledger';
import { createDesk, lists, understand, whyNot } from './desk';
import type { History, Sent, Told } from './history';

const MOST_PRESSES = 4;

interface FilerOptions {
  readonly urls: readonly string[];
  readonly candidates: readonly BenchCandidate[];
  readonly clients: number;
  /** So many are filed for at once; the next comes where one has had `each`. */
  readonly active: number;
  readonly each: number;
  readonly operations: number;
  /** Whether enough has happened beside them to end with so many operations; else they go on. */
  readonly isEnough: () => boolean;
  readonly draw: Draw;
}

type Save = Extract<Sent, { kind: 'save' }>;

/** What came of it. */
export interface Filed {
  readonly histories: readonly History[];
  readonly operations: number;
  /** Answers by kind; `no answer` and what was not understood too. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Somebody's browser, which several work with at once; it signs in anew where it has to. */
interface Seat {
  readonly history: History;
  readonly candidate: BenchCandidate;
  cookie: string;
  signingIn: Promise<void> | null;
  next: number;
  readonly saves: Save[];
}

/** Files for everybody from so many sides, until so many operations are done. */
export function createFilers(options: FilerOptions) {
  const { urls, candidates, clients, draw } = options;
  const desk = createDesk(2 * clients);
  const counts: Record<string, number> = {};
  const seats = candidates.map(takeSeat);
  let front = options.active;
  const active = seats.slice(0, front);
  let operations = 0;
  let inFlight = 0;

  const pick = <T>(all: readonly T[]): T => all[draw(all.length)] as T;
  /** A third of all goes to four of them: those are fought for. */
  const pickSeat = () => (draw(3) === 0 ? pick(active.slice(0, 4)) : pick(active));

  async function run(): Promise<Filed> {
    await Promise.all(Array.from({ length: clients }, work));
    desk.close();
    return { histories: seats.map(({ history }) => history), operations, counts };
  }

  async function work(): Promise<void> {
    while (operations < options.operations || !options.isEnough()) {
      const seat = pickSeat();
      if (seat.history.exchanges.length >= options.each && front < seats.length) {
        const place = active.indexOf(seat);
        if (place >= 0) active[place] = seats[front++] as Seat;
        continue;
      }
      await act(seat);
    }
  }

  async function act(seat: Seat): Promise<void> {
    const dice = draw(20);
    const earlier = seat.saves.length > 0 ? pick(seat.saves) : null;
    if (dice < 6 || seat.next >= lists.length) await tell(seat, { kind: 'browse' });
    // Back, and 保存志愿 once more.
    else if (dice < 8 && earlier !== null) await tell(seat, earlier);
    // The same page with another list.
    else if (dice < 9 && earlier !== null) await tell(seat, { ...earlier, list: seat.next++ });
    else await save(seat, draw(5) === 0);
  }

  /** As the owner does: confirms the changes, presses again where nothing came. */
  async function save(seat: Seat, twice: boolean): Promise<void> {
    const token = desk.issueToken(seat.candidate);
    let sent: Save | null = { kind: 'save', token, list: seat.next++, confirmed: '' };
    for (let presses = 0; presses < MOST_PRESSES && sent !== null; presses += 1)
      sent = await press(seat, sent, twice);
  }

  /** @returns what is to be sent next; null: no more */
  async function press(seat: Seat, sent: Save, twice: boolean): Promise<Save | null> {
    const both = twice ? [tell(seat, sent), tell(seat, sent)] : [tell(seat, sent)];
    const [told = null] = await Promise.all(both);
    if (told === null) {
      await sleep(50 + draw(200));
      return sent;
    }
    if (told.kind === 'saved') seat.saves.push(sent);
    return told.kind === 'unconfirmed' && draw(10) < 9 ? { ...sent, confirmed: told.confirms } : null;
  }

  /** Sends one request to one of both processes and keeps what came. */
  async function tell(seat: Seat, sent: Sent): Promise<Told | null> {
    if (seat.cookie === '') await signIn(seat);
    inFlight += 1;
    const from = performance.now();
    const answer = await desk.send(pick(urls), seat.candidate, seat.cookie, sent).catch(whyNot);
    const to = performance.now();
    inFlight -= 1;
    if (answer === 'refused') {
      // Nobody listens there: nothing was sent.
      await sleep(30);
      return tell(seat, sent);
    }
    operations += 1;
    const told = answer === null ? null : understand(answer);
    const kind = told?.kind ?? (answer === null ? 'no answer' : `not understood: ${answer.status}`);
    counts[kind] = (counts[kind] ?? 0) + 1;
    seat.history.exchanges.push({ sent, told, from, to });
    if (answer?.status === 503) await sleep(300);
    // The session went with Redis, or is another's.
    if (told === null && answer !== null && answer.status < 500) seat.cookie = '';
    return told;
  }

  /** At either process, until it is let in. */
  function signIn(seat: Seat): Promise<void> {
    seat.signingIn ??= desk
      .signIn(() => pick(urls), seat.candidate)
      .then((cookie) => {
        seat.cookie = cookie;
        seat.signingIn = null;
      });
    return seat.signingIn;
  }

  return { run, countInFlight: () => inFlight };
}

const takeSeat = (candidate: BenchCandidate): Seat => ({
  history: { candidate: candidate.id, exchanges: [] },
  candidate,
  cookie: '',
  signingIn: null,
  next: 0,
  saves: [],
});
