/** The text of a file. */
declare module '*?raw' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: bundlers export a text as default
  export default text;
}
