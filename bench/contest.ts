import type { Closers } from './closers';
import type { FloorOrders } from './floor';
import { startApp, startFloor } from './processes';
import type { Parts } from './subjects';
import type { World } from './world';

/** Candidates that the recording has used up. */
const RECORDED = 2;

/** Starts application and floor side by side, as the rounds need them. @param url of the database of both */
export async function openContest(
  url: string,
  world: World,
  orders: FloorOrders,
  closers: Closers,
): Promise<Parts> {
  const app = await startApp(url, { recorded: false });
  closers.push(app.stop);
  const floor = startFloor();
  closers.push(floor.stop);
  const ports = await floor.open(orders);
  let taken = RECORDED;
  const take = (count: number) => {
    taken += count;
    return world.candidates.slice(taken - count, taken);
  };
  return { app, floor, ports, orders, world, take };
}
