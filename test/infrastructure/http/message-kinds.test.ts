import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import express from 'express';
import { nameMessageKinds } from '../../../src/infrastructure/http/message-kinds';
import { type RunningServer, serve } from '../../../src/operations/serve';

describe('requests and answers of a server that has the kinds of an application', () => {
  const app = express();
  const messageKinds = nameMessageKinds(app);
  const prototypes: [unknown, unknown][] = [];
  let server: RunningServer;

  beforeAll(async () => {
    app.get('/where', (req, res) => res.status(201).json({ host: req.hostname, type: req.get('x-kind') }));
    const listener = (req: IncomingMessage, res: ServerResponse) => {
      prototypes.push([Object.getPrototypeOf(req), Object.getPrototypeOf(res)]);
      app(req, res);
      prototypes.push([Object.getPrototypeOf(req), Object.getPrototypeOf(res)]);
    };
    server = await serve({ listener, messageKinds }, 0, '127.0.0.1');
  });
  afterAll(() => server.drain(0));

  it('have from the first what Express gives them: it changes no prototype', async () => {
    const answer = await fetch(`http://127.0.0.1:${server.port}/where`, { headers: { 'x-kind': 'plain' } });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ host: '127.0.0.1', type: 'plain' });
    const own = [app.request, app.response];
    expect(prototypes).toHaveLength(2);
    for (const [request, response] of prototypes) {
      expect(request).toBe(own[0]);
      expect(response).toBe(own[1]);
    }
  });

  it('are those of node, and know their application', () => {
    expect(app.request).toBeInstanceOf(http.IncomingMessage);
    expect(app.response).toBeInstanceOf(http.ServerResponse);
    expect(app.request.app).toBe(app);
    expect(app.response.app).toBe(app);
    expect(express().request).not.toBe(app.request);
  });
});
