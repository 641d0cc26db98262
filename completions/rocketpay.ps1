# PowerShell completion for rocketpay.

# The completions of a place (command|option or argument): words and their descriptions, or @ and a kind of value, or
# nothing for a value that only the user knows.
$script:RocketpayPlaces = @{
    # The commands say what follows: "npm run documents" writes it.
    '|' = @('operators list the mobile operators that support payments', 'sale request a payment; the operator sends the customer an OTP', 'interactive guided payment with questions: sale, OTP, result, refund', 'pay the same as interactive', 'otp submit the OTP that the customer received', 'resend request a new OTP for the customer', 'refund refund a payment, in full or in part', 'approve approve a large refund of another member of the team', 'refunds bulk refunds from a CSV file: plan, apply once, export the results', 'status show the status of a payment', 'wait wait until a payment asks for the OTP, is final, or is refunded', 'checkout create a signed link to the Payment Page: URL, widget, HTML page or QR code', 'request sign and send any request to the Gate', 'pending list the writes without a known result', 'resume ask the platform for the results of these writes', 'history list what was sent, with the results', 'receipt show everything about one write', 'answer say what happened with a payment, in sentences for the customer', 'note add a note to a payment for colleagues, or list its notes', 'report report the refunds, codes and callbacks of a day, week or month', 'ledger show, create or share the ledger, the record of all writes', 'audit check and export the audit trail', 'sign sign a body, and show the string to sign', 'verify-callback check the signature of a callback, and explain why it fails', 'listen receive callbacks: verify, store, show and forward them', 'callbacks list, show, replay or remove the stored callbacks', 'trigger send a sample callback to your program, or run a stress test', 'sandbox run a local sandbox of the platform, for tests', 'demo guided payment on a local sandbox, without an account', 'smoke run a whole purchase on a test project, for CI', 'profiles manage the stored projects and their secrets', 'whoami show the active profile and settings, and the origin of each value', 'doctor check this machine, its settings, and the connection to the Gate', 'explain explain a code of the platform, and what to tell the customer', 'commands list every command; with --json the whole command tree', 'help show the help of a command or topic: exit-codes, environment, signatures, otp', 'completion print the script for shell completion')
    'operators|-' = @('--set add or override any field of the request (repeatable)')
    'operators|--set' = @()
    'sale|-' = @('--phone phone number, for example +7 (707) 123-45-67 or 8 707 123 45 67', '--amount amount in major units, for example 1000.00', '--amount-minor amount in minor units, for example 100000', '--currency ISO 4217 code (default: currency of the profile)', '--payment-id your id of the payment, unique in the project (default: generated, from --intent if given)', '--customer-id your id of the customer', '--first-name first name of the customer', '--last-name last name of the customer', '--email e-mail address of the customer', '--ip IP address of the customer (default: IP address of the profile)', '--description description of the purchase', '--callback-url URL for callbacks of this payment (default: URL of the profile)', '--wait wait for the OTP request or the final status', '--deadline maximum time to wait (default 5m)', '--set add or override any field of the request (repeatable)', '--intent your idempotency key (a repeated key only returns the stored result)', '--dry-run show the request, and send nothing', '--with-signature show signature and personal data in a --dry-run with a live profile', '--print-curl print a curl command for the request, and send nothing')
    'sale|--phone' = @()
    'sale|--amount' = @()
    'sale|--amount-minor' = @()
    'sale|--currency' = @()
    'sale|--payment-id' = @()
    'sale|--customer-id' = @()
    'sale|--first-name' = @()
    'sale|--last-name' = @()
    'sale|--email' = @()
    'sale|--ip' = @()
    'sale|--description' = @()
    'sale|--callback-url' = @()
    'sale|--wait' = @('otp ', 'final ')
    'sale|--deadline' = @()
    'sale|--set' = @()
    'sale|--intent' = @()
    'interactive|-' = @('--continue continue a payment that was interrupted', '--callback-url public URL of this machine for callbacks', '--listen listen for callbacks on this port', '--host address to listen on (default 127.0.0.1)', '--show-commands show the command of each step immediately', '--save-script save the steps as a shell script')
    'pay|-' = @('--continue continue a payment that was interrupted', '--callback-url public URL of this machine for callbacks', '--listen listen for callbacks on this port', '--host address to listen on (default 127.0.0.1)', '--show-commands show the command of each step immediately', '--save-script save the steps as a shell script')
    'interactive|--continue' = @('@payment')
    'pay|--continue' = @('@payment')
    'interactive|--callback-url' = @()
    'pay|--callback-url' = @()
    'interactive|--listen' = @()
    'pay|--listen' = @()
    'interactive|--host' = @()
    'pay|--host' = @()
    'interactive|--save-script' = @('@file')
    'pay|--save-script' = @('@file')
    'otp|-' = @('--force submit a code that is not 3 to 10 digits, for example A1B2C3', '--wait wait for the result', '--deadline maximum time to wait (default 5m)', '--set add or override any field of the request (repeatable)', '--intent your idempotency key (a repeated key only returns the stored result)', '--dry-run show the request, and send nothing', '--with-signature show signature and personal data in a --dry-run with a live profile', '--print-curl print a curl command for the request, and send nothing')
    'otp|0' = @('@payment')
    'otp|--deadline' = @()
    'otp|--set' = @()
    'otp|--intent' = @()
    'resend|-' = @('--ip IP address of the customer (default: IP address of the profile)', '--callback-url URL for callbacks of this payment (default: URL of the profile)', '--force send the request without checking the limits', '--set add or override any field of the request (repeatable)', '--intent your idempotency key (a repeated key only returns the stored result)', '--dry-run show the request, and send nothing', '--with-signature show signature and personal data in a --dry-run with a live profile', '--print-curl print a curl command for the request, and send nothing')
    'resend|0' = @('@payment')
    'resend|--ip' = @()
    'resend|--callback-url' = @()
    'resend|--set' = @()
    'resend|--intent' = @()
    'refund|-' = @('--amount amount in major units, for example 1000.00', '--amount-minor amount in minor units, for example 100000', '--full refund everything that is left', '--currency ISO 4217 code (default: currency of the profile)', '--description reason for the refund, sent to the platform', '--ticket ticket number of your support system, stored in the ledger and not sent', '--confirm confirm with the same amount, in the same units, for scripts', '--again refund the same amount again within 24 hours; needs --reason', '--reason reason for the repeated refund, stored in the ledger', '--without-balance refund although the platform does not report what is left of the payment, or reports contradictory amounts', '--callback-url URL for callbacks of this payment (default: URL of the profile)', '--wait wait for the result (default in a terminal)', '--no-wait end when the platform has accepted the refund', '--settle when the outcome is unknown, ask the platform until it shows the result', '--deadline maximum time to wait (default 5m)', '--set add or override any field of the request (repeatable)', '--intent your idempotency key (a repeated key only returns the stored result)', '--dry-run show the request, and send nothing', '--with-signature show signature and personal data in a --dry-run with a live profile', '--print-curl print a curl command for the request, and send nothing')
    'refund|0' = @('@payment')
    'refund|--amount' = @()
    'refund|--amount-minor' = @()
    'refund|--currency' = @()
    'refund|--description' = @()
    'refund|--ticket' = @()
    'refund|--confirm' = @()
    'refund|--reason' = @()
    'refund|--callback-url' = @()
    'refund|--deadline' = @()
    'refund|--set' = @()
    'refund|--intent' = @()
    'approve|-' = @('--confirm confirm with the amount in major units, for scripts')
    'approve|0' = @('@intent')
    'approve|--confirm' = @()
    'refunds|' = @('plan check a file of refunds and write a plan; send nothing', 'list list the plans in the ledger of the team', 'apply send the refunds of a plan, or continue it', 'show show the progress and results of a plan', 'export print the rows of a plan with their results, as CSV', 'approve approve a plan of another user', 'template print a file of refunds to fill in', 'key show your public key for approvals')
    'refunds plan|-' = @('--out file for the plan (default: name of the file with .plan.jsonl)', '--currency currency of the plan, ISO 4217 (default: currency of the profile)', '--decimal decimal mark of the amounts in the file: comma or point', '--replace replace an earlier plan of the same name, of which nothing was sent', '--offline do not ask the platform; each payment is checked before its refund', '--again include refunds that repeat an earlier amount; needs --reason', '--reason reason for repeated amounts; stored in the plan and in the ledger', '--concurrency number of concurrent requests (default 4)', '--rate status requests per second (0: no limit; default 20)')
    'refunds plan|0' = @('@file')
    'refunds plan|--out' = @('@file')
    'refunds plan|--currency' = @()
    'refunds plan|--decimal' = @('comma ', 'point ')
    'refunds plan|--reason' = @()
    'refunds plan|--concurrency' = @()
    'refunds plan|--rate' = @()
    'refunds list|-' = @('--limit maximum number of plans (default 20)')
    'refunds list|--limit' = @()
    'refunds apply|-' = @('--confirm confirm with the total of the plan, in major units, for scripts', '--concurrency number of concurrent requests (default 4)', '--rate refunds per second (0: no limit; default 5)', '--stop-after stop after <n> consecutive refused or unknown refunds (0: never; default 5)', '--max-age maximum age of the plan (default 24h)', '--other-ledger apply a plan of another ledger or machine; nothing here shows what was sent there', '--again resend rows that were sent and that the platform has not shown; needs --reason', '--reason reason for the resent rows, stored in the ledger', '--wait wait for the results', '--deadline maximum time to wait (default 5m)', '--dry-run show what would be sent, and send nothing')
    'refunds apply|0' = @('@file')
    'refunds apply|--confirm' = @()
    'refunds apply|--concurrency' = @()
    'refunds apply|--rate' = @()
    'refunds apply|--stop-after' = @()
    'refunds apply|--max-age' = @()
    'refunds apply|--reason' = @()
    'refunds apply|--deadline' = @()
    'refunds show|0' = @('@file')
    'refunds export|-' = @('--todo print only the rows that are still to do, for the Dashboard', '--output save all rows as a new Excel workbook: a file that ends with .xlsx')
    'refunds export|0' = @('@file')
    'refunds export|--output' = @()
    'refunds approve|-' = @('--confirm confirm with the total of the plan, in major units, for scripts', '--rows show all rows (default: the first 20 and the largest 5)')
    'refunds approve|0' = @('@file')
    'refunds approve|--confirm' = @()
    'refunds template|-' = @('--language language of the names: en, ru or kk (default en)')
    'refunds template|--language' = @('en ', 'ru ', 'kk ')
    'status|-' = @('--request-id request id of the payment, in place of its payment id', '--set add or override any field of the request (repeatable)')
    'status|0' = @('@payment')
    'status|--request-id' = @()
    'status|--set' = @()
    'wait|-' = @('--until otp, final, success, refunded, or several with commas, of which one is enough (default final)', '--request-id request id of the refund to wait for (default: every refund without a result)', '--deadline maximum time to wait (default 5m)', '--watch print each change (with --json one object per line)')
    'wait|0' = @('@payment')
    'wait|--until' = @('otp ', 'final ', 'success ', 'refunded ')
    'wait|--request-id' = @()
    'wait|--deadline' = @()
    'checkout|' = @('verify check a link: its signature, and whether the page would open')
    'checkout|-' = @('--amount amount in major units, for example 1000.00', '--amount-minor amount in minor units, for example 100000', '--currency ISO 4217 code (default: currency of the profile)', '--payment-id your id of the payment, unique in the project (default: generated)', '--project-id project id (default: project of the profile)', '--customer-id your id of the customer', '--first-name first name of the customer', '--last-name last name of the customer', '--email e-mail address of the customer', '--phone phone number, prefilled for the customer', '--description description of the purchase', '--operator the only operator that can be used, for example TELE2', '--any-method let the customer choose the method (default: mobile)', '--language language of the page: ru, en', '--expires expiry of the link: 30m, 24h, 7d, or a date', '--callback-url URL for callbacks of this payment (default: URL of the profile)', '--set add any other parameter, for example merchant_success_url=https://… (repeatable)', '--format output format (default url)', '--open open the link in the browser')
    'checkout|--amount' = @()
    'checkout|--amount-minor' = @()
    'checkout|--currency' = @()
    'checkout|--payment-id' = @()
    'checkout|--project-id' = @()
    'checkout|--customer-id' = @()
    'checkout|--first-name' = @()
    'checkout|--last-name' = @()
    'checkout|--email' = @()
    'checkout|--phone' = @()
    'checkout|--description' = @()
    'checkout|--operator' = @()
    'checkout|--language' = @()
    'checkout|--expires' = @()
    'checkout|--callback-url' = @()
    'checkout|--set' = @()
    'checkout|--format' = @('url ', 'widget ', 'html ', 'qr ', 'json ')
    'request|-' = @('--no-send print the signed body, and send nothing', '--set add or override any field of the request (repeatable)', '--intent your idempotency key (a repeated key only returns the stored result)', '--dry-run show the request, and send nothing', '--with-signature show signature and personal data in a --dry-run with a live profile', '--print-curl print a curl command for the request, and send nothing')
    'request|--set' = @()
    'request|--intent' = @()
    'resume|-' = @('--all resolve every write without a final result, of every profile', '--plan resolve every row of a refund plan without a final result', '--wait ask until the result is final', '--deadline maximum time to wait (default 10m)', '--operation match the write with this operation of the payment', '--close-as set the state manually: done, declined, never_arrived; needs --reason', '--reason reason for the manual decision, stored in the ledger', '--concurrency number of concurrent requests (default 4)', '--rate status requests per second (0: no limit; default 20)')
    'resume|0' = @('@intent')
    'resume|--plan' = @('@file')
    'resume|--deadline' = @()
    'resume|--operation' = @()
    'resume|--close-as' = @('done ', 'declined ', 'never_arrived ')
    'resume|--reason' = @()
    'resume|--concurrency' = @()
    'resume|--rate' = @()
    'history|-' = @('--payment only of this payment', '--kind only this kind: sale, otp, resend, refund, raw', '--state only this state: sending, unknown, accepted, done, declined, refused, denied, not_sent, never_arrived, held', '--phone only payments of this phone number', '--ticket only with this ticket number', '--user only of this user: name, or user@host as it is shown', '--today only since midnight', '--since only from this time on: 24h, 7d, yesterday, 2026-11-01, 01.11.2026 or 2026-11-01T09:30', '--until only before this time', '--limit maximum number of results (default 50)')
    'history|--payment' = @('@payment')
    'history|--kind' = @('sale ', 'otp ', 'resend ', 'refund ', 'raw ')
    'history|--state' = @('sending ', 'unknown ', 'accepted ', 'done ', 'declined ', 'refused ', 'denied ', 'not_sent ', 'never_arrived ', 'held ')
    'history|--phone' = @()
    'history|--ticket' = @()
    'history|--user' = @()
    'history|--since' = @()
    'history|--until' = @()
    'history|--limit' = @()
    'receipt|-' = @('--format print a receipt for the customer: text, html', '--language language of the receipt for the customer: en, ru, kk', '--output write the receipt for the customer to a new file')
    'receipt|0' = @('@intent')
    'receipt|--format' = @('text ', 'html ')
    'receipt|--language' = @('en ', 'ru ', 'kk ')
    'receipt|--output' = @()
    'answer|-' = @('--language language of the answer: en, ru, kk (default: all)', '--offline use only the ledger')
    'answer|0' = @('@payment')
    'answer|--language' = @('en ', 'ru ', 'kk ')
    'note|0' = @('@payment')
    'report|-' = @('--day one day: today (default), yesterday, 2026-11-01 or 01.11.2026', '--week the last 7 days, with today', '--month the last 30 days, with today', '--since from this time on: 24h, 7d, yesterday, 2026-11-01 or 2026-11-01T09:30', '--until before this time (default: now)', '--by group the refunds by user, profile, operator, code, hour', '--mode live or test (default: live, and test where there are no live payments)', '--format output format: text, csv, xlsx, html, json (default: text)', '--output write to a new file; needed for xlsx')
    'report|--day' = @()
    'report|--since' = @()
    'report|--until' = @()
    'report|--by' = @('user ', 'profile ', 'operator ', 'code ', 'hour ')
    'report|--mode' = @('live ', 'test ')
    'report|--format' = @('text ', 'csv ', 'xlsx ', 'html ', 'json ')
    'report|--output' = @()
    'ledger|' = @('init create the ledger, or accept an existing one', 'use store which ledger is in use', 'status show where the ledger is', 'join ask to join the team of a shared ledger', 'accept accept a member of the team', 'members list the members of the team', 'limit set or show the limits of members for refunds', 'remove remove a member from the team', 'import import the ledger of one machine into the one of the team', 'rotate-key replace the data key of the team', 'export-key write the data key of the team to a file for the safe')
    'ledger init|-' = @('--new accept the existing ledger, its key and its folder', '--name your name in the team (default: user name of this machine)')
    'ledger init|--name' = @()
    'ledger use|-' = @('--command command that prints the URL: ''["pass","show","ledger-url"]''', '--password-file file with the password', '--password-command command that prints the password: ''["pass","show","ledger"]''', '--local use the ledger of this machine')
    'ledger use|--command' = @()
    'ledger use|--password-file' = @('@file')
    'ledger use|--password-command' = @()
    'ledger join|-' = @('--recovery-key file of ledger export-key', '--passphrase-file file with the passphrase; - for standard input (default: asked for)')
    'ledger join|--recovery-key' = @('@file')
    'ledger join|--passphrase-file' = @('@file')
    'ledger accept|-' = @('--fingerprint fingerprint that the member sees (required)', '--role reader, support (default), approver or admin; each includes those before it')
    'ledger accept|--fingerprint' = @()
    'ledger accept|--role' = @('reader ', 'support ', 'approver ', 'admin ')
    'ledger limit|-' = @('--per-refund largest amount of one refund in major units, or none', '--per-day largest sum of the refunds of 24 hours in major units, or none', '--without-approval largest refund without the approval of another member in major units, or none', '--currency currency of the limits (default: as before, else KZT)', '--reset remove the limits; a member then has those of everyone')
    'ledger limit|--per-refund' = @()
    'ledger limit|--per-day' = @()
    'ledger limit|--without-approval' = @()
    'ledger limit|--currency' = @()
    'ledger export-key|-' = @('--passphrase-file file with the passphrase; - for standard input (default: asked for)')
    'ledger export-key|--passphrase-file' = @('@file')
    'audit|' = @('verify check that no record was changed, removed or reordered', 'export print the records, for an auditor')
    'audit verify|-' = @('--head a hash that the trail must contain')
    'audit verify|--head' = @()
    'audit export|-' = @('--from only from this time on: 24h, 7d, 2026-11-01 or 2026-11-01T09:30', '--to only before this time', '--format output format: jsonl (default), csv')
    'audit export|--from' = @()
    'audit export|--to' = @()
    'audit export|--format' = @('jsonl ', 'csv ')
    'sign|-' = @('--body print the signed body', '--explain show the signed lines, their origin, and warnings', '--code print a program that signs this body: php, js, python, go', '--ndjson read one body per line, print one result per line')
    'sign|0' = @('@file')
    'sign|--code' = @('php ', 'js ', 'python ', 'go ')
    'verify-callback|-' = @('--compare file with the string that the other side signed: show where it differs', '--explain show the lines that should have been signed', '--entry number of the request in a HAR file, starting at 1', '--try-all-profiles also try the secrets of other profiles from commands and keyrings', '--ndjson read one callback per line, print one result per line')
    'verify-callback|0' = @('@file')
    'verify-callback|--compare' = @('@file')
    'verify-callback|--entry' = @()
    'listen|-' = @('--port port to listen on (default 4242; 0: any free port)', '--host address to listen on (default 127.0.0.1)', '--path receive callbacks at this path and below; answer 404 elsewhere (default /)', '--forward-to forward each genuine callback, with the path below --path added (repeatable)', '--filter only matching callbacks: event=refund.success, payment.status=decline (repeatable)', '--forward-headers also forward these headers, separated by commas (default: content-type, user-agent, accept, tracing)', '--forward-invalid also forward callbacks with a wrong signature, and unsigned chargebacks', '--keep-invalid disk space for callbacks with a wrong signature, oldest removed first (default 20MB; 0: store none)', '--durable where to store while the database of a team is away: local (default), or shared: answer 503', '--metrics serve /metrics at this [host:]port (default: at --port, for programs on this machine only)', '--drain after a signal continue for this time while /healthz answers 503 (default 0s)', '--exit-on exit after this event', '--max exit after <n> callbacks', '--deadline exit after this time (exit code 8 with --exit-on or --max)')
    'listen|--port' = @()
    'listen|--host' = @()
    'listen|--path' = @()
    'listen|--forward-to' = @()
    'listen|--filter' = @()
    'listen|--forward-headers' = @()
    'listen|--keep-invalid' = @()
    'listen|--durable' = @('local ', 'shared ')
    'listen|--metrics' = @()
    'listen|--drain' = @()
    'listen|--exit-on' = @('purchase.success ', 'purchase.decline ', 'purchase.otp ', 'refund.success ', 'refund.partial ', 'refund.decline ')
    'listen|--max' = @()
    'listen|--deadline' = @()
    'callbacks|' = @('list list the stored callbacks, newest first', 'show show a callback in full, and why its signature is invalid', 'prune remove callbacks with a wrong signature, or old ones', 'replay send a callback again, or all that could not be forwarded')
    'callbacks list|-' = @('--payment only of this payment', '--event only this event', '--invalid only callbacks with a wrong signature', '--chargebacks only chargeback callbacks, which have no signature', '--repeats only repeated callbacks', '--since only from this time on: 24h, 7d, 2026-11-01 or 2026-11-01T09:30', '--limit maximum number of results (default 50)')
    'callbacks list|--payment' = @('@payment')
    'callbacks list|--event' = @('purchase.success ', 'purchase.decline ', 'purchase.otp ', 'refund.success ', 'refund.partial ', 'refund.decline ')
    'callbacks list|--since' = @()
    'callbacks list|--limit' = @()
    'callbacks prune|-' = @('--older-than only callbacks received before this time: 24h, 90d, 2026-11-01', '--genuine remove genuine callbacks too', '--chargebacks remove unsigned chargeback callbacks too', '--dry-run count the callbacks and remove nothing', '--yes do not ask for confirmation')
    'callbacks prune|--older-than' = @()
    'callbacks replay|-' = @('--to URL to send to', '--failed replay every callback that could not be forwarded')
    'callbacks replay|--to' = @()
    'trigger|-' = @('--to URL where your program receives callbacks', '--payment id of the payment, with its data from the ledger (default: a new payment)', '--set add or override any field before signing (repeatable)', '--invalid send a forged callback of this kind', '--storm stress test: send many callbacks with duplicates, delays and retries, and print a report', '--speed time factor of the retries in a stress test (default 1000: 10 s become 10 ms)', '--verify-url after a stress test, ask this URL how often your program recorded {payment}; the answer is one number', '--verify-command shell command that prints the number instead; {payment} is replaced with the payment id')
    'trigger|0' = @('purchase.success ', 'purchase.decline ', 'purchase.otp ', 'refund.success ', 'refund.partial ', 'refund.decline ')
    'trigger|--to' = @()
    'trigger|--payment' = @('@payment')
    'trigger|--set' = @()
    'trigger|--invalid' = @('wrong-secret ', 'secret-line-end ', 'no-signature ', 'empty-signature ', 'placeholder ', 'hex ', 'sha256 ', 'base64url ', 'plus-as-space ', 'url-encoded ', 'unsorted-keys ', 'signature-left-in ', 'raw-body ', 'changed-amount ', 'changed-status ', 'added-field ', 'byte-order-mark ', 'wrapped ', 'form ', 'cut-off ', 'no-json ')
    'trigger|--speed' = @()
    'trigger|--verify-url' = @()
    'trigger|--verify-command' = @()
    'sandbox|-' = @('--port port to listen on (default 4010; 0: any free port)', '--host address to listen on (default 127.0.0.1)', '--callback-url URL for callbacks of payments without their own URL', '--otp-ttl lifetime of an OTP (default 80s)', '--speed time factor of the sandbox clock (default 1)', '--fault inject this fault (repeatable)', '--state file for its project, secret and payments')
    'sandbox|--port' = @()
    'sandbox|--host' = @()
    'sandbox|--callback-url' = @()
    'sandbox|--otp-ttl' = @()
    'sandbox|--speed' = @()
    'sandbox|--fault' = @('500 ', '502 ', 'reset-before ', 'reset-after ', 'hang ', 'half ', 'drip ', 'bad-json ', 'bad-signature ', 'duplicate-callbacks ', 'reorder-callbacks ', 'late-callbacks ', 'no-callbacks ', 'wrong-status-after-resend ')
    'sandbox|--state' = @('@file')
    'demo|-' = @('--play run the demo without questions', '--page pay on the Payment Page in the browser; stop with Ctrl-C', '--speed time factor (default 1; 40 with --play)')
    'demo|--speed' = @()
    'smoke|-' = @('--sandbox test a new sandbox, without a profile', '--phone phone number of the payer (required unless the platform is a sandbox)', '--amount amount in major units, for example 1000.00', '--amount-minor amount in minor units, for example 100000', '--otp the OTP that the payer receives', '--otp-command shell command that prints the OTP (it gets ROCKETPAY_PAYMENT_ID and ROCKETPAY_PHONE, and no secret)', '--deadline time limit of the whole test (default 5m)', '--junit write a JUnit report, replacing an older one')
    'smoke|--phone' = @()
    'smoke|--amount' = @()
    'smoke|--amount-minor' = @()
    'smoke|--otp' = @()
    'smoke|--otp-command' = @()
    'smoke|--deadline' = @()
    'smoke|--junit' = @()
    'profiles|' = @('add store a project with its id, secret and settings', 'list list the stored profiles', 'show show a stored profile, without its secret', 'use set the default profile', 'rename rename a profile', 'rotate replace the secret of a profile after a check at the Gate', 'remove remove a profile and its secret')
    'profiles add|-' = @('--project-id project id, as the Dashboard shows it', '--from-env read the project, URLs and the location of the secret from the ROCKETPAY_… variables', '--secret-stdin read the secret from standard input', '--secret-keyring save the secret in the keyring of this system, not in the profile store', '--secret-env environment variable with the secret', '--secret-file file with the secret', '--secret-command command that prints the secret: ''["pass","show","rocketpay"]''', '--test test project without real money', '--live live project with real money (default)', '--gate-url server API (default https://api.rocketpay.kz)', '--payment-page-url Payment Page (hosted checkout)', '--otp-seconds lifetime of an OTP: 80 or 90, ask your account manager (default 80)', '--resends maximum number of OTP resends (default 3)', '--currency ISO 4217 code (default KZT)', '--customer-id id of the test customer', '--first-name first name of the test customer', '--last-name last name of the test customer', '--email e-mail address of the test customer', '--ip IP address of the test customer', '--callback-url URL for the callbacks of each sale', '--status-delay delay before the first status request (default 10)', '--max-refund maximum amount of one refund, in major units', '--max-refund-per-day maximum total of refunds within 24 hours, in major units', '--require-approval require the approval of a second user for refund plans', '--approver public key of an approver, as "rocketpay refunds key" shows it (repeatable)', '--merchant-refund-id send the intent id as payment.merchant_refund_id, if the project supports it', '--accept-unsigned-status DANGER: act on status answers without a signature, which anyone on the network path can forge', '--replace replace an existing profile', '--if-missing do nothing if the profile exists with this project')
    'profiles add|--project-id' = @()
    'profiles add|--secret-env' = @()
    'profiles add|--secret-file' = @('@file')
    'profiles add|--secret-command' = @()
    'profiles add|--gate-url' = @()
    'profiles add|--payment-page-url' = @()
    'profiles add|--otp-seconds' = @()
    'profiles add|--resends' = @()
    'profiles add|--currency' = @()
    'profiles add|--customer-id' = @()
    'profiles add|--first-name' = @()
    'profiles add|--last-name' = @()
    'profiles add|--email' = @()
    'profiles add|--ip' = @()
    'profiles add|--callback-url' = @()
    'profiles add|--status-delay' = @()
    'profiles add|--max-refund' = @()
    'profiles add|--max-refund-per-day' = @()
    'profiles add|--approver' = @()
    'profiles show|0' = @('@profile')
    'profiles use|0' = @('@profile')
    'profiles rename|0' = @('@profile')
    'profiles rotate|-' = @('--secret-stdin read the secret from standard input', '--secret-keyring save the secret in the keyring of this system, not in the profile store', '--no-check store the secret without a check at the Gate')
    'profiles remove|-' = @('--yes do not ask for confirmation')
    'profiles remove|0' = @('@profile')
    'doctor|-' = @('--offline do not use the network', '--bundle write a report for support to a new file, without secrets and personal data')
    'doctor|--bundle' = @()
    'explain|-' = @('--refund explain the code of a refund, not of a payment', '--language language of the message for the customer: en, ru, kk (default: all)')
    'explain|0' = @('@code')
    'explain|--language' = @('en ', 'ru ', 'kk ')
    'help|0' = @('exit-codes what each exit code means, and what to do next', 'scripts how a script refunds safely, step by step, and common mistakes', 'environment the environment variables, and what they set', 'signatures how requests and callbacks are signed, and common mistakes', 'otp the code from the SMS: its two time limits, resends, wrong codes', 'operators list the mobile operators that support payments', 'sale request a payment; the operator sends the customer an OTP', 'interactive guided payment with questions: sale, OTP, result, refund', 'pay the same as interactive', 'resend request a new OTP for the customer', 'refund refund a payment, in full or in part', 'approve approve a large refund of another member of the team', 'refunds bulk refunds from a CSV file: plan, apply once, export the results', 'status show the status of a payment', 'wait wait until a payment asks for the OTP, is final, or is refunded', 'checkout create a signed link to the Payment Page: URL, widget, HTML page or QR code', 'request sign and send any request to the Gate', 'pending list the writes without a known result', 'resume ask the platform for the results of these writes', 'history list what was sent, with the results', 'receipt show everything about one write', 'answer say what happened with a payment, in sentences for the customer', 'note add a note to a payment for colleagues, or list its notes', 'report report the refunds, codes and callbacks of a day, week or month', 'ledger show, create or share the ledger, the record of all writes', 'audit check and export the audit trail', 'sign sign a body, and show the string to sign', 'verify-callback check the signature of a callback, and explain why it fails', 'listen receive callbacks: verify, store, show and forward them', 'callbacks list, show, replay or remove the stored callbacks', 'trigger send a sample callback to your program, or run a stress test', 'sandbox run a local sandbox of the platform, for tests', 'demo guided payment on a local sandbox, without an account', 'smoke run a whole purchase on a test project, for CI', 'profiles manage the stored projects and their secrets', 'whoami show the active profile and settings, and the origin of each value', 'doctor check this machine, its settings, and the connection to the Gate', 'explain explain a code of the platform, and what to tell the customer', 'commands list every command; with --json the whole command tree', 'help show the help of a command or topic: exit-codes, environment, signatures, otp', 'completion print the script for shell completion')
    'completion|0' = @('bash ', 'zsh ', 'fish ', 'powershell ')
    '|-' = @('--profile profile name (default: ROCKETPAY_PROFILE, then the default profile)', '--json print one JSON document on stdout and nothing else', '--field print one value of the JSON document, for example payment.status (repeatable)', '--timeout time-out of each request: 500ms, 30s, 5m (default 30s)', '--no-input never ask questions (also: ROCKETPAY_NO_INPUT)', '--no-color no colour, no animation (also: NO_COLOR)', '--quiet print fewer messages', '--verbose print more messages', '--debug show requests and answers, with masked secrets', '--insecure allow plain http to other machines', '--help show the help of the command', '--version print the version')
    '*|--profile' = @('@profile')
    '*|--field' = @()
    '*|--timeout' = @()
    # End of what the commands say.
}

Register-ArgumentCompleter -Native -CommandName rocketpay -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $find = {
        param($command, $what)
        if ($RocketpayPlaces.ContainsKey("$command|$what")) { return , @($RocketpayPlaces["$command|$what"]) }
        if ($what -like '--*' -and $RocketpayPlaces.ContainsKey("*|$what")) { return , @($RocketpayPlaces["*|$what"]) }
        return $null
    }

    $at = ''
    $option = ''
    $place = 0
    $before = @($commandAst.CommandElements | Select-Object -Skip 1 |
            Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text.Trim("'", '"') })
    foreach ($word in $before) {
        if ($option -and $word -notmatch '^-.') {
            $option = ''
            continue
        }
        $option = ''
        if ($word -match '^-.') {
            if ($word -notmatch '=' -and $null -ne (& $find $at $word)) { $option = $word }
            continue
        }
        $inner = & $find $at ''
        if ($null -ne $inner -and @($inner | Where-Object { $_.StartsWith("$word ") }).Count -gt 0) {
            $at = "$at $word".Trim()
        }
        else {
            $place++
        }
    }

    $head = ''
    $value = $wordToComplete.Trim("'", '"')
    if ($value -match '^(--[^=]+)=(.*)$') {
        $head = "$($Matches[1])="
        $value = $Matches[2]
        $found = & $find $at $Matches[1]
    }
    elseif ($value.StartsWith('-')) {
        $own = $null
        if ($at) { $own = & $find $at '-' }
        $all = & $find '' '-'
        $found = @($own) + @($all)
    }
    elseif ($option) {
        $found = & $find $at $option
    }
    else {
        $found = & $find $at ''
        if ($null -eq $found) { $found = & $find $at "$place" }
    }

    $found = @($found | Where-Object { $_ })
    # With nothing to offer PowerShell offers files.
    if ($found.Count -eq 0 -or $found[0] -eq '@file') { return }
    $separator = ' '
    if ($found[0].StartsWith('@')) {
        $separator = "`t"
        $found = @(rocketpay __complete $found[0].Substring(1) 2>$null)
    }
    foreach ($line in $found) {
        $word, $about = $line.Split([char[]]$separator, 2)
        if (-not $word -or -not $word.StartsWith($value, 'OrdinalIgnoreCase')) { continue }
        if (-not $about) { $about = $word }
        $typed = $word
        if ($word -notmatch '^[A-Za-z0-9._:/+-]+$') { $typed = "'" + $word.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new("$head$typed", $word, 'ParameterValue', $about)
    }
}
