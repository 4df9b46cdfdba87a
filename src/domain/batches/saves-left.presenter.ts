/** 3, or 任意 where saves are not limited: 还可以修改任意次. */
export function presentSaveCount(saves: number | null): string {
  return saves === null ? '任意' : String(saves);
}

/** Of a number of saves, those that are modifications of the first. */
export function presentModifications(maxSaves: number | null): string {
  return presentSaveCount(maxSaves === null ? null : maxSaves - 1);
}
