import { escapeHtml } from '#domain/encoding/escape-html';
import { REFUND_RESULTS, RESULT_LABELS, type RefundResult, type Report } from '#domain/reports/report';

/** A bar of a chart: a label, and the number of refunds of each result. */
interface ChartBar {
  readonly label: string;
  readonly refunds: Readonly<Record<RefundResult, number>>;
}

const total = ({ refunds }: ChartBar): number => REFUND_RESULTS.reduce((sum, result) => sum + refunds[result], 0);

const WIDTH = 720;

/** Draws horizontal bars, one for each label. */
export function horizontalBars(title: string, bars: readonly ChartBar[]): string {
  const [row, labels, end] = [26, 190, 50];
  const scale = (WIDTH - labels - end) / Math.max(1, ...bars.map(total));
  const drawn = bars.map((bar, at) => {
    const y = at * row;
    const width = total(bar) * scale;
    return [
      `<text x="${labels - 8}" y="${y + 17}" text-anchor="end">${escapeHtml(shorten(bar.label))}</text>`,
      segments(
        bar,
        (from, size) => `x="${round(labels + from * scale)}" y="${y + 4}" width="${round(size * scale)}" height="18"`,
      ),
      `<text x="${round(labels + width + 6)}" y="${y + 17}">${total(bar)}</text>`,
    ].join('');
  });
  return svg(title, bars.length * row, drawn.join(''));
}

/** Draws columns over time. Only some of many labels are written. */
export function columnsOverTime(title: string, { times }: Pick<Report, 'times'>): string {
  const [height, bottom, left] = [170, 24, 40];
  const most = Math.max(1, ...times.map(total));
  const step = (WIDTH - left) / Math.max(1, times.length);
  const scale = (height - 10) / most;
  const every = Math.ceil(times.length / 8);
  const drawn = times.map((time, at) => {
    const x = left + at * step;
    const bars = segments(time, (from, size) => {
      const y = round(height - (from + size) * scale);
      return `x="${round(x + step * 0.12)}" y="${y}" width="${round(step * 0.76)}" height="${round(size * scale)}"`;
    });
    const label = `<text x="${round(x + step / 2)}" y="${height + 17}" text-anchor="middle">${escapeHtml(time.label)}</text>`;
    return at % every === 0 && x + 80 < WIDTH ? bars + label : bars;
  });
  const axis = `<line x1="${left}" x2="${WIDTH}" y1="${height}" y2="${height}"/>`;
  const marks = `<text x="${left - 6}" y="14" text-anchor="end">${most}</text><text x="${left - 6}" y="${height}" text-anchor="end">0</text>`;
  return svg(title, height + bottom, axis + marks + drawn.join(''));
}

/** Draws the parts of a bar, one after the other. */
const segments = (bar: ChartBar, place: (from: number, size: number) => string): string => {
  let from = 0;
  return REFUND_RESULTS.map((result) => {
    const size = bar.refunds[result];
    if (size === 0) return '';
    const rect = `<rect class="${result}" ${place(from, size)}><title>${escapeHtml(bar.label)}: ${size} ${RESULT_LABELS[result]}</title></rect>`;
    from += size;
    return rect;
  }).join('');
};

const svg = (title: string, height: number, content: string): string =>
  `<svg role="img" aria-label="${escapeHtml(title)}" viewBox="0 0 ${WIDTH} ${height}">${content}</svg>`;

const round = (value: number): number => Math.round(value * 10) / 10;

const MAX_LABEL = 26;

const shorten = (text: string): string => (text.length > MAX_LABEL ? `${text.slice(0, MAX_LABEL - 1)}…` : text);
