/** The variables of the environment that are read, and what each does. Flags beat them, and they beat the profile. */
export const ENVIRONMENT_VARIABLES = {
  ROCKETPAY_PROFILE: 'which profile; --profile beats it',
  ROCKETPAY_PROJECT_ID: 'the project id; with no profile named, no stored profile is used at all',
  ROCKETPAY_SECRET_KEY: 'the secret, as it is',
  ROCKETPAY_SECRET_KEY_FILE: 'a file that holds the secret, when ROCKETPAY_SECRET_KEY is not set',
  ROCKETPAY_GATE_URL: 'base URL of the server API',
  ROCKETPAY_PAYMENT_PAGE_URL: 'base URL of the hosted checkout',
  ROCKETPAY_CONFIG_DIR: 'the folder of the profiles and of the approval key',
  ROCKETPAY_DATA_DIR: 'the folder of the ledger',
  ROCKETPAY_NO_INPUT: 'never ask, as --no-input',
  HTTPS_PROXY: 'a proxy on the way to the Gate; also HTTP_PROXY, ALL_PROXY, and NO_PROXY for hosts that need none',
  NODE_EXTRA_CA_CERTS: 'a file with certificates that Node.js trusts besides its own',
  NO_COLOR: 'no colour and no animation, as --no-color',
  TERM: 'dumb: no colour, no animation, and no line is redrawn',
} as const;
