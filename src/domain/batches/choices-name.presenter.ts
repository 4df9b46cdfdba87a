/** 志愿 of a batch in words: of one that is called 第1次志愿 it is not said twice. */
export const nameChoices = (batch: string): string => `${batch.replace(/志愿$/, '')}志愿`;
