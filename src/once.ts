/** Returns a folder, or an empty text if the user has none. */
export function orEmpty(folder: () => string): string {
  try {
    return folder();
  } catch {
    return '';
  }
}

/** Returns a function that creates a value at its first call and keeps it. */
export function once<T>(create: () => Promise<T>): () => Promise<T> {
  let created: Promise<T> | undefined;
  return () => {
    created ??= create();
    return created;
  };
}
