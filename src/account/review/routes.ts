import { anybody, get, post } from '../../infrastructure/http/route';
import { REVIEW_UPLOAD_PATH } from '../../infrastructure/http/upload-path';
import { type AccountRoute, accounts } from '../as-account';
import type { FollowControllers } from './follow.controller';
import type { SendingControllers } from './sending.controller';

/** The parties' half of 客服协助验证. */
export function accountReviewRoutes(
  sending: SendingControllers,
  { follow, showBinding, sendCode, bind }: FollowControllers,
): readonly AccountRoute[] {
  return [
    get(REVIEW_UPLOAD_PATH, accounts('unproved', 'active'), sending.show),
    post(REVIEW_UPLOAD_PATH, accounts('unproved', 'active'), sending.send),
    get('/account/review', accounts('unproved', 'active'), follow),
    get('/account/review/binding', accounts('unproved'), showBinding),
    post('/account/review/binding', accounts('unproved'), bind),
    post('/account/review/binding/code', accounts('unproved'), sendCode),
    get('/account/objections/:token/pictures', anybody, sending.showObjector),
    post('/account/objections/:token/pictures', anybody, sending.sendObjector),
  ];
}
