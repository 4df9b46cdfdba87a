import type { Context, Payload } from 'oidc-provider';
import { filingSentences } from '../../domain/choice-lists/refusal.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import type { AppError } from '../../infrastructure/errors';
import { whatWasAsked } from '../../infrastructure/http/asked';
import { describeTrouble } from '../../infrastructure/http/describe-trouble';
import { presentError } from '../../infrastructure/http/error.presenter';
import { type PlatformDirectory, type PlatformPlace, readWayBack } from './platform-directory';
import { findVisit } from './provider-visit';

const FAULT = '登录请求有误，没有执行。请返回原来的平台，重新点击“用学信网账号登录”。';

const sentences: Readonly<Record<string, string>> = {
  invalid_client: '此平台没有登记，或已停止使用学信网账号。请返回原来的平台，与平台的管理人员联系。',
  invalid_redirect_uri: '此平台要求返回的地址没有登记，登录没有执行。请核对网址，从平台的正式网站重新登录。',
  invalid_request: FAULT,
  server_error: '系统出现故障，登录没有完成。请稍后返回原来的平台，重新登录。',
};
const GONE = '登录请求已失效：已处理过、时间过长，或不是在此浏览器中开始的。请返回原来的平台，重新登录。';
const SIGN_OUT_GONE =
  '退出的页面已失效：已处理过，或时间过长，本次操作没有执行。请在账号中心或原来的平台重新点击“退出”。';

/** What the provider itself shows, in the house's look: refusals with the way back to the platform, and 退出. */
export function createProviderPages(directory: PlatformDirectory) {
  return { ...bindParts(directory, { renderError }), logoutSource, postLogoutSuccessSource };
}

/** Every refusal is a 4xx with a sentence that tells what to do; platforms get the code by their own channel. */
async function renderError(
  directory: PlatformDirectory,
  ctx: Context,
  out: Payload,
  error: Error,
): Promise<void> {
  const code = String(out.error);
  const trouble = describeTrouble(error);
  if (trouble !== null) return sendTrouble(ctx, trouble);
  const { status, oidc } = ctx;
  const text = oidc?.route === 'end_session_confirm' ? SIGN_OUT_GONE : describeRefusal(code, error);
  send(ctx, 'account/platforms/refusal', { text, code, place: await findPlace(directory, ctx) });
  ctx.status = status;
}

/** Only a registered address is ever shown, whatever platform a request names. */
async function findPlace(
  directory: PlatformDirectory,
  { oidc, req }: Context,
): Promise<PlatformPlace | null> {
  const named = oidc?.params?.client_id ?? readWayBack(req.url ?? '');
  return directory.findPlace(named).catch(() => null);
}

async function logoutSource(ctx: Context): Promise<void> {
  const { oidc } = ctx;
  const { state } = oidc?.session ?? {};
  if (state?.postLogoutRedirectUri !== undefined) findVisit()?.allowFormTarget(state.postLogoutRedirectUri);
  send(ctx, 'account/platforms/sign-out', {
    secret: state?.secret,
    platform: oidc?.client?.clientName ?? '',
    code: oidc?.client?.clientId ?? '',
  });
}

async function postLogoutSuccessSource(ctx: Context): Promise<void> {
  send(ctx, 'account/platforms/signed-out', {});
}

function describeRefusal(code: string, error: Error): string {
  return error.name === 'SessionNotFound' ? GONE : (sentences[code] ?? FAULT);
}

/** Trouble of the database, wherever the library met it: 503, as everywhere in the house. */
export async function tellOfTrouble(ctx: Context, next: () => Promise<void>): Promise<void> {
  try {
    await next();
  } catch (error) {
    const trouble = describeTrouble(error);
    if (trouble === null) throw error;
    sendTrouble(ctx, trouble);
  }
}

/** The library's own answer to an error of ours, made what it is: not a fault, but a time to come again. */
export function markIfTrouble(ctx: Context, error: Error): void {
  const trouble = describeTrouble(error);
  if (trouble !== null) markTrouble(ctx, trouble);
}

function markTrouble(ctx: Context, { status, values }: AppError): void {
  ctx.status = status;
  ctx.set('Retry-After', String(values.seconds));
}

function sendTrouble(ctx: Context, trouble: AppError): void {
  const asked = whatWasAsked(ctx.req);
  const { title, text } = presentError(trouble, filingSentences, asked);
  const code = 'temporarily_unavailable';
  send(ctx, 'account/platforms/refusal', { heading: title, text, code, reload: asked === 'page' });
  markTrouble(ctx, trouble);
}

function send(ctx: Context, template: string, model: object): void {
  ctx.type = 'html';
  const visit = findVisit();
  ctx.body = visit?.render(template, { ...model, signedIn: visit.account !== null }) ?? '';
}
