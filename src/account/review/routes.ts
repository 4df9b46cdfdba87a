import { Router } from 'express';
import type { AsVisitor } from '../../infrastructure/http/as-visitor';
import { REVIEW_UPLOAD_PATH } from '../../infrastructure/http/upload-path';
import type { AsAccount } from '../as-account';
import type { FollowControllers } from './follow.controller';
import type { SendingControllers } from './sending.controller';

/** The parties' half of 客服协助验证. */
export function accountReviewRoutes(
  sending: SendingControllers,
  { follow, showBinding, sendCode, bind }: FollowControllers,
  asAccount: AsAccount,
  asAnybody: AsVisitor,
): Router {
  const router = Router();
  router.get(REVIEW_UPLOAD_PATH, asAccount(['unproved', 'active'], sending.show));
  router.post(REVIEW_UPLOAD_PATH, asAccount(['unproved', 'active'], sending.send));
  router.get('/account/review', asAccount(['unproved', 'active'], follow));
  router.get('/account/review/binding', asAccount(['unproved'], showBinding));
  router.post('/account/review/binding', asAccount(['unproved'], bind));
  router.post('/account/review/binding/code', asAccount(['unproved'], sendCode));
  router.get('/account/objections/:token/pictures', asAnybody(sending.showObjector));
  router.post('/account/objections/:token/pictures', asAnybody(sending.sendObjector));
  return router;
}
