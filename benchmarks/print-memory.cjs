process.on('exit', () => process.stderr.write(`memory ${Math.round(process.resourceUsage().maxRSS / 1024)}\n`));
