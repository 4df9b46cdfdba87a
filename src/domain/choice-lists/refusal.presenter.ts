import type { FilingSentences } from '../../infrastructure/http/error.presenter';

/** Why nothing can be filed, saved, modified or given up now, by the code of the refusal, and what to do. */
export const filingSentences: FilingSentences = {
  formTokenInvalid: {
    title: '填报页面已失效',
    text: '此填报页面已失效，志愿没有保存。请从首页重新进入填报页面，草稿还在。',
  },
  formTokenForeign: {
    title: '不能使用此填报页面',
    text: '此填报页面不属于当前登录的考生，志愿没有保存。请从首页重新进入填报页面。',
  },
  formTokenReused: {
    title: '此填报页面已保存过',
    text: '此填报页面已保存过另一份志愿，本次内容没有保存。如需修改，请从首页点击“修改”。',
  },
  batchNotOpen: {
    title: '不在填报时间内',
    text: '该批次现在不在填报时间内，本次操作没有执行。请返回首页查看填报时间。',
  },
  batchBarred: {
    title: '不能兼报',
    text: '您已填报{batches}，其填报时间已过，不能再兼报本批次，已填报的志愿仍然有效。请返回首页填报其他批次。',
  },
  barredByConfirmed: {
    title: '不能兼报',
    text: '您已填报并确认{batches}志愿，不能再兼报本批次。如需改报，请先到该志愿的浏览页面撤销确认。',
  },
  listConfirmed: {
    title: '志愿已确认',
    text: '您的志愿已确认，不能修改。如需修改，请先到浏览页面撤销确认。',
  },
  confirmationRefused: {
    title: '现在不能办理',
    text: '该批次志愿现在不能确认或撤销确认：不在填报时间内、志愿已冻结，或撤销次数已用完。您的志愿没有变化，请返回浏览页面核对。',
  },
  batchPaused: {
    title: '不在今日填报时间内',
    text: '{pause}。现在不能保存志愿，已填写的内容存为草稿，到时请从首页重新进入填报页面继续填报。',
  },
  notEligible: { title: '不具填报资格', text: '您不具备该批次的填报资格。请返回首页查看原因。' },
  frozen: {
    title: '志愿已冻结',
    text: '您的志愿已冻结，本次操作没有执行。请先修改密码，再回首页点击“解冻”。',
  },
  abandoned: { title: '志愿已放弃', text: '您已放弃该批次志愿，不能再次填报。请返回首页填报其他批次。' },
  abandonmentRefused: {
    title: '现在不能放弃',
    text: '现在不能放弃该批次志愿：不在填报时间内，或志愿已冻结、已确认。您的志愿没有变化，请返回首页查看填报时间。',
  },
  quotaExhausted: {
    title: '修改次数已用完',
    text: '您的志愿已保存{maxSaves}次，修改次数已用完，不能再修改。已保存的志愿仍然有效，请到浏览页面核对。',
  },
  quotaCooling: {
    title: '暂无法修改',
    text: '距离上次保存志愿未满{interval}，暂无法修改！{until}后可以修改。',
  },
  formNotOpened: { title: '请先阅读须知', text: '请先阅读并同意志愿填报须知，再进入填报页面。' },
  formExpired: {
    title: '超时未保存',
    text: '超时未保存，需重新填报。您填写的内容已存为草稿，重新进入填报页面后可以继续。',
  },
  extensionRefused: {
    title: '现在不能延长',
    text: '倒计时最后几分钟才能延长，本批次截止后或延长次数用完后不能延长。请在倒计时结束前保存志愿。',
  },
  savesStopped: {
    title: '暂停保存志愿',
    text: '招生考试机构已暂停保存志愿，本次没有保存，也没有占用保存次数。您填写的内容已存为草稿，请在{seconds}秒后重试，或留意公共信箱的通知。',
  },
};
