import { describe, expect, it } from 'vitest';
import { settle } from '../../../support/fake-clock.ts';
import { ask, CTRL_C } from './ask-otp.ts';

describe('the clocks of a code', () => {
  it('change when the second changes', async () => {
    const { clock, lines, press } = await ask({ left: 20_400 });
    const shown = () => /\d:\d\d/.exec(lines()[1] ?? '')?.[0];
    expect(shown()).toBe('0:21');
    await clock.advance(399);
    expect(shown()).toBe('0:21');
    await clock.advance(1);
    expect(shown()).toBe('0:20');
    await clock.advance(999);
    expect(shown()).toBe('0:20');
    await clock.advance(1);
    expect(shown()).toBe('0:19');
    await press(CTRL_C);
  });

  it('are not changed by a jump of the system clock', async () => {
    const { clock, lines, press } = await ask({ left: 20_000 });
    clock.jump(-3_600_000);
    await clock.advance(1000);
    expect(lines()[1]).toContain('0:19');
    clock.jump(7_200_000);
    await clock.advance(1000);
    expect(lines()[1]).toContain('0:18');
    await press(CTRL_C);
  });

  it('at zero keep the question and the typed text', async () => {
    const { clock, answer, type, press, lines } = await ask({ left: 16_000 });
    await type('042');
    await clock.advance(1000);
    expect(lines()[1]).toContain('hurry');
    await clock.advance(600_000);
    expect(lines()).toEqual([
      '? Code from the SMS: 042',
      '  code valid for 0:00 [--------------------] it has probably expired',
      '  new code possible now (2 of 3 left): press Enter on an empty line',
      '  Enter sends it anyway, an empty line or Ctrl-N: a new code, Ctrl-C leaves',
    ]);
    await type('0');
    await press('return');
    expect(await answer).toEqual({ kind: 'code', code: '0420' });
  });

  it('show and remove a message within a second', async () => {
    let news: string | undefined;
    const { clock, lines, press } = await ask({ left: 0, news: () => news });
    news = 'no connection, trying again';
    await clock.advance(1000);
    expect(lines()[3]).toBe('  no connection, trying again');
    news = undefined;
    await clock.advance(1000);
    expect(lines().join()).not.toContain('connection');
    await press(CTRL_C);
  });

  it('stop with the question', async () => {
    const { clock, press, answer, getFullOutput } = await ask();
    await press(CTRL_C);
    await answer;
    expect(clock.sleeping).toBe(0);
    const before = await getFullOutput({ raw: true });
    await clock.advance(60_000);
    expect(await getFullOutput({ raw: true })).toBe(before);
  });
});

describe('a terminal', () => {
  it('that is resized gets new lines in a cleared area', async () => {
    const { resize, lines, getFullOutput, press } = await ask({ left: 0 });
    resize(40);
    await settle();
    expect(lines()[1]).toBe('  0:00: the code has probably expired');
    expect(await getFullOutput({ raw: true })).toContain('\r\u001b[2K\n\u001b[J\n\n\u001b[3A');
    await press(CTRL_C);
  });

  it('with a long paste keeps the beginning of it', async () => {
    const { type, lines, press, getFullOutput } = await ask();
    await type('0420 17 '.repeat(1280));
    expect(lines()[0]).toBe('? Code from the SMS: 0420 17 0420 17 0420');
    expect(lines()).toContain('  too long for a code: its first 20 characters are kept, Ctrl-U clears the line');
    expect((await getFullOutput({ raw: true })).length).toBeLessThan(20_000);
    await press({ name: 'u', ctrl: true });
    expect(lines()[0]).toBe('? Code from the SMS:');
    await press(CTRL_C);
  });

  it('that marks pastes never submits at their line ends', async () => {
    const { type, press, answer, getFullOutput } = await ask({ left: 0 });
    await press('paste-start', 'return', 'enter');
    await type('04');
    await press('return');
    await type('20');
    await press('return', 'paste-end', 'return');
    expect(await answer).toEqual({ kind: 'code', code: '0420' });
    const output = await getFullOutput({ raw: true });
    expect(output.indexOf('\u001b[?2004h')).toBeGreaterThanOrEqual(0);
    expect(output.lastIndexOf('\u001b[?2004l')).toBeGreaterThan(output.lastIndexOf('\u001b[?2004h'));
  });

  it('that loses the end of a paste still accepts Enter', async () => {
    const { clock, type, press, answer } = await ask();
    await press('paste-start');
    await type('0420');
    await clock.advance(2000);
    await press('return');
    expect(await answer).toEqual({ kind: 'code', code: '0420' });
  });

  it('with many fast keys returns one answer', async () => {
    const { answer, events, type } = await ask();
    await type('0420');
    for (let time = 0; time < 50; time++) events.keypress('return');
    expect(await answer).toEqual({ kind: 'code', code: '0420' });
  });
});
