/** Shells with completion scripts. */
export const COMPLETION_SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type CompletionShell = (typeof COMPLETION_SHELLS)[number];

/** Files in `completions/` with the script of each shell. */
export const COMPLETION_FILES: Readonly<Record<CompletionShell, string>> = {
  bash: 'rocketpay.bash',
  zsh: '_rocketpay',
  fish: 'rocketpay.fish',
  powershell: 'rocketpay.ps1',
};

/** Instructions that install the completions of a shell. */
export const COMPLETION_INSTALLS: Readonly<Record<CompletionShell, readonly string[]>> = {
  bash: ['To install, add this line to ~/.bashrc:', '  source <(rocketpay completion bash --quiet)'],
  zsh: [
    'To install, add these lines to ~/.zshrc:',
    '  autoload -Uz compinit && compinit',
    '  source <(rocketpay completion zsh --quiet)',
  ],
  fish: ['To install, run once:', '  rocketpay completion fish --quiet > ~/.config/fish/completions/rocketpay.fish'],
  powershell: [
    'To install, add this line to the file that $PROFILE names:',
    '  rocketpay completion powershell --quiet | Out-String | Invoke-Expression',
  ],
};
