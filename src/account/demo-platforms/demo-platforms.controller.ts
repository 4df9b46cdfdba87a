import type { Request, RequestHandler, Response } from 'express';
import type { Knex } from 'knex';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import type { PageRenderer } from '../../infrastructure/http/page-renderer';
import type { RelyingParty } from '../../infrastructure/relying-party/relying-party';
import { type DemoPlatform, demoPathOf, demoPlatforms, findDemoPlatform } from './demo-platforms';
import { insertMark, listMarks } from './demo-visit.repository';
import type { DemoGuest, DemoVisits } from './demo-visits';

export interface DemoPlatformControllers {
  readonly list: RequestHandler;
  readonly show: RequestHandler;
  readonly begin: RequestHandler;
  readonly complete: RequestHandler;
  readonly mark: RequestHandler;
  readonly signOut: RequestHandler;
}

interface DemoPlatformParts {
  readonly db: Knex;
  readonly pages: PageRenderer;
  readonly visits: DemoVisits;
  readonly partyOf: (platform: DemoPlatform) => RelyingParty;
  readonly publicUrl: URL;
}

const COOKIE = 'zhiyuan.platform';
const FAILED = '没有完成学信网账号的登录或授权，请重新点击“用学信网账号登录”。';

/** The pages that play the platforms which accept 学信 accounts, for strangers who try the demo. */
export function createDemoPlatformControllers(parts: DemoPlatformParts): DemoPlatformControllers {
  const { db, pages, visits, partyOf, publicUrl } = parts;

  function keep(res: Response, { code }: DemoPlatform, mark: string): void {
    const secure = publicUrl.protocol === 'https:';
    res.cookie(COOKIE, mark, { httpOnly: true, sameSite: 'lax', secure, path: demoPathOf(code) });
  }

  async function render(
    req: Request,
    res: Response,
    platform: DemoPlatform,
    { error = '', status = 200 } = {},
  ): Promise<void> {
    const guest = await visits.findGuest(platform.code, readMark(req));
    pages.send(
      req,
      res,
      'account/demo-platforms/platform',
      {
        platform: { ...platform, path: demoPathOf(platform.code) },
        guest,
        marks: guest === null ? null : await describeMarks(platform, guest),
        platforms: listPlatforms(),
        error,
      },
      { status },
    );
  }

  /** What was done, here and where it has to be done first. */
  async function describeMarks(platform: DemoPlatform, { subject }: DemoGuest) {
    const marks = await listMarks(db, subject);
    const needed = platform.needs === undefined ? null : findDemoPlatform(platform.needs);
    const say = (code: string) => {
      const at = marks.get(code);
      return at === undefined ? '' : formatInstant(at);
    };
    return {
      own: say(platform.code),
      needed: needed && {
        name: needed.name,
        path: demoPathOf(needed.code),
        done: needed.act.done,
        at: say(needed.code),
      },
    };
  }

  return {
    list(req, res) {
      pages.send(req, res, 'account/demo-platforms/platforms', { platforms: listPlatforms() });
    },

    show: (req, res) => render(req, res, getPlatform(req)),

    async begin(req, res) {
      const platform = getPlatform(req);
      const scope = platform.seesIdentity ? 'openid profile identity' : 'openid profile';
      const { url, request } = await partyOf(platform).begin(scope);
      keep(res, platform, await visits.begin(platform.code, request));
      res.redirect(303, url);
    },

    async complete(req, res) {
      const platform = getPlatform(req);
      const request = await visits.takeRequest(platform.code, readMark(req));
      if (request === null) return res.redirect(303, demoPathOf(platform.code));
      const arrived = await partyOf(platform).complete(new URL(req.originalUrl, publicUrl), request);
      if (arrived === null) return render(req, res, platform, { error: FAILED, status: 403 });
      keep(res, platform, await visits.signIn(platform.code, arrived));
      res.redirect(303, demoPathOf(platform.code));
    },

    async mark(req, res) {
      const platform = getPlatform(req);
      const guest = await visits.findGuest(platform.code, readMark(req));
      if (guest === null) return render(req, res, platform, { error: '请先登录。', status: 401 });
      const { needed } = await describeMarks(platform, guest);
      if (needed !== null && needed.at === '') {
        const error = `请先到${needed.name}完成图像校对，再返回此平台办理。`;
        return render(req, res, platform, { error, status: 409 });
      }
      await insertMark(db, guest.subject, platform.code);
      res.redirect(303, demoPathOf(platform.code));
    },

    async signOut(req, res) {
      const platform = getPlatform(req);
      const path = demoPathOf(platform.code);
      const guest = await visits.findGuest(platform.code, readMark(req));
      await visits.signOut(readMark(req));
      res.clearCookie(COOKIE, { path });
      if (guest === null) return res.redirect(303, path);
      const returnUri = new URL(path, publicUrl).href;
      res.redirect(303, await partyOf(platform).buildSignOutUrl(guest.idToken, returnUri));
    },
  };
}

function getPlatform(req: Request): DemoPlatform {
  const platform = findDemoPlatform(String(req.params.platform));
  if (platform === null) throw notFound();
  return platform;
}

function readMark(req: Request): string {
  const mark: unknown = req.cookies?.[COOKIE];
  return typeof mark === 'string' ? mark.slice(0, 64) : '';
}

function listPlatforms() {
  return demoPlatforms.map(({ code, name }) => ({ name, path: demoPathOf(code) }));
}
