/** A file of this room as a text. */
declare module '*?raw' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: this is how bundlers hand a text over
  export default text;
}
