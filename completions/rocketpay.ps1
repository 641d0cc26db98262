# PowerShell completion for rocketpay.

# What can stand at a place (command|what): words and what is said of them, or @ and a kind of thing, or
# nothing where only a person knows.
$script:RocketpayPlaces = @{
    # The commands say what follows: "npm run documents" writes it.
    '|' = @('operators list the mobile operators that payments can be taken from', 'sale ask for a payment; the operator sends the customer an OTP', 'interactive be guided through a whole payment, code and all', 'pay the same as interactive', 'otp hand in the OTP that the customer got', 'resend have a new OTP sent to the customer', 'refund give money back, all of it or a part', 'refunds a file of refunds: rehearsed, sent once, and proved', 'status what the platform knows of a payment', 'wait wait until a payment asks for the OTP, ends, or is refunded', 'checkout a signed link to the Payment Page, as a URL, a widget, a page or a QR code', 'request sign and send any request of the Gate', 'pending the writes whose outcome is not known', 'resume find out from the platform what became of them', 'history what was sent from this machine, and what became of it', 'receipt all that is known of one write', 'ledger where the memory of all writes is, and what to do when it was lost', 'audit check and export the audit trail', 'sign sign a body, and see what exactly is signed', 'verify-callback check the signature of a callback, and see why it fails', 'listen receive callbacks: verify, keep, show, and hand them on', 'callbacks the callbacks that came in: list, show, send again, remove', 'trigger send your program a callback that is made here, or a storm of them', 'sandbox run a platform of your own on this machine, for tests', 'demo be guided through a payment on a sandbox, without an account', 'smoke try a whole purchase on a test project, for CI', 'profiles the projects that this machine knows', 'whoami which project and which settings are in force, and where each came from', 'doctor check this machine, its settings, and the way to the Gate', 'explain a code of the platform in plain words, and what to tell the customer', 'commands every command, and with --json all that each says of itself', 'help the help of a command, or a page: exit-codes, environment, signatures, otp', 'completion have your shell complete commands, options and their values')
    'operators|-' = @('--set add or override any field of the request; may be repeated')
    'operators|--set' = @()
    'sale|-' = @('--phone as people write it: +7 (707) 123-45-67, 8 707 …', '--amount in major units: 1000.00', '--amount-minor in minor units: 100000', '--currency ISO 4217 (default: that of the profile)', '--payment-id made when left out (from --intent, if given); unique in the project', '--customer-id your id of the customer', '--first-name of the customer', '--last-name of the customer', '--email of the customer', '--ip of the customer', '--description what is paid for', '--callback-url where all callbacks of this payment go', '--wait wait until: otp, final', '--deadline how long to wait (default 5m)', '--set add or override any field of the request; may be repeated', '--intent your own idempotency key: the same key never sends the same twice, it gives the stored result', '--dry-run show the request and send nothing', '--with-signature with --dry-run and a live profile: show signature and personal data, unmasked', '--print-curl print a curl line that signs when it runs; send nothing')
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
    'interactive|-' = @('--continue go on with a payment that was left', '--callback-url where the platform reaches this machine', '--listen listen for callbacks at this port', '--host listen at this address (default 127.0.0.1)', '--show-commands show each step as a command at once', '--save-script write the same as a shell script')
    'pay|-' = @('--continue go on with a payment that was left', '--callback-url where the platform reaches this machine', '--listen listen for callbacks at this port', '--host listen at this address (default 127.0.0.1)', '--show-commands show each step as a command at once', '--save-script write the same as a shell script')
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
    'otp|-' = @('--force send the text as the code although it is not 3 to 10 digits, for example A1B2C3', '--wait wait for the result', '--deadline how long to wait (default 5m)', '--set add or override any field of the request; may be repeated', '--intent your own idempotency key: the same key never sends the same twice, it gives the stored result', '--dry-run show the request and send nothing', '--with-signature with --dry-run and a live profile: show signature and personal data, unmasked', '--print-curl print a curl line that signs when it runs; send nothing')
    'otp|0' = @('@payment')
    'otp|--deadline' = @()
    'otp|--set' = @()
    'otp|--intent' = @()
    'resend|-' = @('--ip of the customer (default: that of the profile)', '--callback-url where callbacks of this payment go (default: that of the profile)', '--force ask for it whatever the clock says', '--set add or override any field of the request; may be repeated', '--intent your own idempotency key: the same key never sends the same twice, it gives the stored result', '--dry-run show the request and send nothing', '--with-signature with --dry-run and a live profile: show signature and personal data, unmasked', '--print-curl print a curl line that signs when it runs; send nothing')
    'resend|0' = @('@payment')
    'resend|--ip' = @()
    'resend|--callback-url' = @()
    'resend|--set' = @()
    'resend|--intent' = @()
    'refund|-' = @('--amount in major units: 1000.00', '--amount-minor in minor units: 100000', '--full everything that is left', '--currency ISO 4217 (default: that of the profile)', '--description why, for the records', '--confirm the amount again, in the units of the first: for scripts', '--again the same amount a second time within a day; needs --reason', '--reason why it is given back again, for the ledger', '--without-balance refund although the platform does not say what is left of the payment, or contradicts itself in it', '--callback-url where callbacks of this payment go (default: that of the profile)', '--wait wait for the result', '--settle when the outcome is unknown, ask until the platform shows it, and only then end', '--deadline how long to wait (default 5m)', '--set add or override any field of the request; may be repeated', '--intent your own idempotency key: the same key never sends the same twice, it gives the stored result', '--dry-run show the request and send nothing', '--with-signature with --dry-run and a live profile: show signature and personal data, unmasked', '--print-curl print a curl line that signs when it runs; send nothing')
    'refund|0' = @('@payment')
    'refund|--amount' = @()
    'refund|--amount-minor' = @()
    'refund|--currency' = @()
    'refund|--description' = @()
    'refund|--confirm' = @()
    'refund|--reason' = @()
    'refund|--callback-url' = @()
    'refund|--deadline' = @()
    'refund|--set' = @()
    'refund|--intent' = @()
    'refunds|' = @('plan check a file of refunds, row by row, and send nothing', 'apply send the refunds of a plan, or go on with it', 'show how a plan stands', 'export its rows with what became of them, as CSV', 'approve approve a plan that another person has made', 'key your public key for approvals')
    'refunds plan|-' = @('--out where the plan goes (default: the CSV file’s name with .plan.jsonl)', '--currency of the plan, ISO 4217 (default: that of the profile)', '--offline do not ask the platform: each row is checked when it is refunded', '--again refund also what was refunded before in the same amount; needs --reason', '--reason why amounts are refunded again; kept in the plan and in the ledger', '--concurrency how many at once (default 4)', '--rate payments asked about in a second, 0 is no limit (default 20)')
    'refunds plan|0' = @('@file')
    'refunds plan|--out' = @('@file')
    'refunds plan|--currency' = @()
    'refunds plan|--reason' = @()
    'refunds plan|--concurrency' = @()
    'refunds plan|--rate' = @()
    'refunds apply|-' = @('--confirm the total of the plan, in major units: for scripts', '--concurrency how many at once (default 4)', '--rate refunds in a second, 0 is no limit (default 5)', '--stop-after stop when so many in a row are refused or unknown, 0 never (default 5)', '--max-age of the plan (default 24h)', '--other-ledger apply a plan that was made with another ledger or on another machine, where nothing tells what was sent', '--again send rows again that were sent and that the platform has not shown; needs --reason', '--reason why they are sent again, for the ledger', '--wait wait for the results', '--deadline how long to wait (default 5m)', '--dry-run show what would be sent, and send nothing')
    'refunds apply|0' = @('@file')
    'refunds apply|--confirm' = @()
    'refunds apply|--concurrency' = @()
    'refunds apply|--rate' = @()
    'refunds apply|--stop-after' = @()
    'refunds apply|--max-age' = @()
    'refunds apply|--reason' = @()
    'refunds apply|--deadline' = @()
    'refunds show|0' = @('@file')
    'refunds export|-' = @('--todo the rows that are still to do, for the Dashboard')
    'refunds export|0' = @('@file')
    'refunds approve|-' = @('--confirm the total of the plan, in major units: for scripts', '--rows show every row (default: the first 20 and the largest 5)')
    'refunds approve|0' = @('@file')
    'refunds approve|--confirm' = @()
    'status|-' = @('--request-id find it by a request id instead', '--set add or override any field of the request; may be repeated')
    'status|0' = @('@payment')
    'status|--request-id' = @()
    'status|--set' = @()
    'wait|-' = @('--until otp, final, success, refunded, or several with commas: the first that comes (default final)', '--request-id of the refund to wait for (default: each without a result)', '--deadline how long to wait (default 5m)', '--watch print each change; with --json one object a line')
    'wait|0' = @('@payment')
    'wait|--until' = @('otp ', 'final ', 'success ', 'refunded ')
    'wait|--request-id' = @()
    'wait|--deadline' = @()
    'checkout|' = @('verify check any link: is its signature right, and would the page open')
    'checkout|-' = @('--amount in major units: 1000.00', '--amount-minor in minor units: 100000', '--currency ISO 4217 (default: that of the profile)', '--payment-id made when left out; unique in the project', '--project-id default: that of the profile', '--customer-id your id of the customer', '--first-name of the customer', '--last-name of the customer', '--email of the customer', '--phone filled in for the customer', '--description what is paid for', '--operator the only one that can be paid with: TELE2', '--any-method the customer picks the method (default: mobile)', '--language of the page: ru, en', '--expires the link is over after 30m, 24h, 7d, or at a date', '--callback-url where all callbacks of this payment go', '--set any other parameter: --set merchant_success_url=https://…; may be repeated', '--format what to print (default url)', '--open open it in the browser')
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
    'request|-' = @('--no-send print the signed body and send nothing', '--set add or override any field of the request; may be repeated', '--intent your own idempotency key: the same key never sends the same twice, it gives the stored result', '--dry-run show the request and send nothing', '--with-signature with --dry-run and a live profile: show signature and personal data, unmasked', '--print-curl print a curl line that signs when it runs; send nothing')
    'request|--set' = @()
    'request|--intent' = @()
    'resume|-' = @('--all every write without a final result, of every profile', '--plan every row of a plan of refunds without a final result', '--wait ask until there is a final result', '--deadline how long to wait (default 10m)', '--operation it was this operation of the payment', '--close-as close it by hand: done, declined, never_arrived; needs --reason', '--reason how you know, for the ledger', '--concurrency how many at once (default 4)', '--rate payments asked about in a second, 0 is no limit (default 20)')
    'resume|0' = @('@intent')
    'resume|--plan' = @('@file')
    'resume|--deadline' = @()
    'resume|--operation' = @()
    'resume|--close-as' = @('done ', 'declined ', 'never_arrived ')
    'resume|--reason' = @()
    'resume|--concurrency' = @()
    'resume|--rate' = @()
    'history|-' = @('--payment of this payment', '--kind sale, otp, resend, refund, raw', '--state sending, unknown, accepted, done, declined, refused, denied, not_sent, never_arrived, held', '--phone of the payments of this payer', '--user by this user: name, or user@host as it is shown', '--since not before: 24h, 7d, yesterday, 2026-11-01, 01.11.2026 or 2026-11-01T09:30', '--until before', '--limit how many (default 50)')
    'history|--payment' = @('@payment')
    'history|--kind' = @('sale ', 'otp ', 'resend ', 'refund ', 'raw ')
    'history|--state' = @('sending ', 'unknown ', 'accepted ', 'done ', 'declined ', 'refused ', 'denied ', 'not_sent ', 'never_arrived ', 'held ')
    'history|--phone' = @()
    'history|--user' = @()
    'history|--since' = @()
    'history|--until' = @()
    'history|--limit' = @()
    'receipt|0' = @('@intent')
    'ledger|' = @('init make the ledger, or take the one that is found', 'status where the ledger is')
    'ledger init|-' = @('--new take the ledger, its key and its place as they are found')
    'audit|' = @('verify check that no record was changed, removed or reordered', 'export print the records, for whoever has to check them')
    'audit verify|-' = @('--head a hash that the trail must hold')
    'audit verify|--head' = @()
    'audit export|-' = @('--from not before: 24h, 7d, 2026-11-01 or 2026-11-01T09:30', '--to before', '--format jsonl (default), csv')
    'audit export|--from' = @()
    'audit export|--to' = @()
    'audit export|--format' = @('jsonl ', 'csv ')
    'sign|-' = @('--body print the signed body', '--explain show the signed lines, their origin, and what to be careful about', '--code a program that signs this body: php, js, python, go', '--ndjson one body a line in, one result a line out')
    'sign|0' = @('@file')
    'sign|--code' = @('php ', 'js ', 'python ', 'go ')
    'verify-callback|-' = @('--compare the string that the other side signed: show where it differs', '--explain show the lines that should have been signed', '--entry which request of a HAR file, from 1', '--try-all-profiles also try secrets of other profiles that a command or the keyring gives', '--ndjson one callback a line in, one verdict a line out')
    'verify-callback|0' = @('@file')
    'verify-callback|--compare' = @('@file')
    'verify-callback|--entry' = @()
    'listen|-' = @('--port where it listens (default 4242; 0: any free port)', '--host who can reach it (default 127.0.0.1)', '--path receive callbacks at this path and below it, answer 404 elsewhere (default /)', '--forward-to forward each genuine callback, with the path below --path added; may be repeated', '--filter only those: event=refund.success, payment.status=decline; may be repeated', '--forward-headers forward these headers too, separated by commas (default: content-type, user-agent, accept, tracing)', '--forward-invalid hand on those with a wrong signature too, and unsigned chargebacks', '--keep-invalid disk for those with a wrong signature, oldest removed first (default 20MB; 0: keep none)', '--exit-on end after this one', '--max end after so many', '--deadline end then; 8 when something was waited for')
    'listen|--port' = @()
    'listen|--host' = @()
    'listen|--path' = @()
    'listen|--forward-to' = @()
    'listen|--filter' = @()
    'listen|--forward-headers' = @()
    'listen|--keep-invalid' = @()
    'listen|--exit-on' = @('purchase.success ', 'purchase.decline ', 'purchase.otp ', 'refund.success ', 'refund.partial ', 'refund.decline ')
    'listen|--max' = @()
    'listen|--deadline' = @()
    'callbacks|' = @('list the callbacks that came in, newest first', 'show one of them whole, and why it does not verify', 'prune remove those with a wrong signature, or older ones', 'replay send one once more, or all that could not be handed on')
    'callbacks list|-' = @('--payment of this payment', '--event of this kind', '--invalid only those with a wrong signature', '--chargebacks only chargeback callbacks, which come without a signature', '--repeats only those that had come before', '--since not before: 24h, 7d, 2026-11-01 or 2026-11-01T09:30', '--limit how many (default 50)')
    'callbacks list|--payment' = @('@payment')
    'callbacks list|--event' = @('purchase.success ', 'purchase.decline ', 'purchase.otp ', 'refund.success ', 'refund.partial ', 'refund.decline ')
    'callbacks list|--since' = @()
    'callbacks list|--limit' = @()
    'callbacks prune|-' = @('--older-than only those received before: 24h, 90d, 2026-11-01', '--genuine remove genuine callbacks too', '--chargebacks remove unsigned chargeback callbacks too', '--dry-run only count them', '--yes do not ask')
    'callbacks prune|--older-than' = @()
    'callbacks replay|-' = @('--to where to', '--failed all that could not be handed on')
    'callbacks replay|--to' = @()
    'trigger|-' = @('--to where your program takes callbacks', '--payment about this payment, as the ledger knows it (default: a new one)', '--set add or override any field, before it is signed; may be repeated', '--invalid wrong on purpose', '--storm many, as they may come on a bad day, and a report', '--speed of the retries in a storm (default 1000: 10 s become 10 ms)', '--verify-url after a storm, ask your program how often it recorded {payment}: it answers one number', '--verify-command the same with a shell line that prints the number; {payment} stands for the payment id')
    'trigger|0' = @('purchase.success ', 'purchase.decline ', 'purchase.otp ', 'refund.success ', 'refund.partial ', 'refund.decline ')
    'trigger|--to' = @()
    'trigger|--payment' = @('@payment')
    'trigger|--set' = @()
    'trigger|--invalid' = @('wrong-secret ', 'secret-line-end ', 'no-signature ', 'empty-signature ', 'placeholder ', 'hex ', 'sha256 ', 'base64url ', 'plus-as-space ', 'url-encoded ', 'unsorted-keys ', 'signature-left-in ', 'raw-body ', 'changed-amount ', 'changed-status ', 'added-field ', 'byte-order-mark ', 'wrapped ', 'form ', 'cut-off ', 'no-json ')
    'trigger|--speed' = @()
    'trigger|--verify-url' = @()
    'trigger|--verify-command' = @()
    'sandbox|-' = @('--port where it listens (default 4010; 0: any free port)', '--host who can reach it (default 127.0.0.1)', '--callback-url where callbacks go, unless a payment names its own', '--otp-ttl life of an OTP (default 80s)', '--speed how much faster than real time its clock runs (default 1)', '--fault something to do wrong; may be repeated', '--state keep its project, secret and payments in a file')
    'sandbox|--port' = @()
    'sandbox|--host' = @()
    'sandbox|--callback-url' = @()
    'sandbox|--otp-ttl' = @()
    'sandbox|--speed' = @()
    'sandbox|--fault' = @('500 ', '502 ', 'reset-before ', 'reset-after ', 'hang ', 'half ', 'drip ', 'bad-json ', 'bad-signature ', 'duplicate-callbacks ', 'reorder-callbacks ', 'late-callbacks ', 'no-callbacks ', 'wrong-status-after-resend ')
    'sandbox|--state' = @('@file')
    'demo|-' = @('--play watch it instead of typing', '--page pay on the Payment Page, in the browser; ends with Ctrl-C', '--speed times as fast as real time (default 1 when you type or pay, 40 when you watch)')
    'demo|--speed' = @()
    'smoke|-' = @('--sandbox start a sandbox and try that: no profile is needed', '--phone the payer; needed unless the platform is a sandbox', '--amount in major units: 1000.00', '--amount-minor in minor units: 100000', '--otp the code that the payer gets', '--otp-command a shell line that prints it; gets ROCKETPAY_PAYMENT_ID and ROCKETPAY_PHONE, and no secret', '--deadline for all of it (default 5m)', '--junit write a JUnit report, in place of an older one')
    'smoke|--phone' = @()
    'smoke|--amount' = @()
    'smoke|--amount-minor' = @()
    'smoke|--otp' = @()
    'smoke|--otp-command' = @()
    'smoke|--deadline' = @()
    'smoke|--junit' = @()
    'profiles|' = @('add store a project: its id, its secret, and how to use it', 'list the stored profiles', 'show a stored profile, without its secret', 'use make a profile the default one', 'rename give a profile another name', 'rotate give a profile a new secret, once the Gate has taken it', 'remove forget a profile and its secret')
    'profiles add|-' = @('--project-id as the Dashboard shows it', '--from-env take project, URLs and the place of the secret from the ROCKETPAY_… variables', '--secret-stdin read the secret from standard input', '--secret-keyring keep it in the keyring of this system, not in the profile store', '--secret-env the secret is in this environment variable', '--secret-file the secret is in this file', '--secret-command a program prints it: ''["pass","show","rocketpay"]''', '--test a test project: no real money', '--live real money (default)', '--gate-url server API (default https://api.rocketpay.kz)', '--payment-page-url hosted checkout', '--otp-seconds life of an OTP: 80 or 90, ask your account manager (default 80)', '--resends how often an OTP may be resent (default 3)', '--currency ISO 4217 (default KZT)', '--customer-id of the customer for tests', '--first-name of the customer for tests', '--last-name of the customer for tests', '--email of the customer for tests', '--ip of the customer for tests', '--callback-url where the callbacks of each sale go', '--status-delay before a status may be asked (default 10)', '--max-refund the largest refund, in major units', '--max-refund-per-day the most given back within 24 hours', '--require-approval plans of refunds need the approval of a second person', '--approver public key of one who may approve ("rocketpay refunds key" shows it); may be repeated', '--merchant-refund-id the project takes payment.merchant_refund_id: send the intent as such', '--accept-unsigned-status DANGER: act on status answers without a signature, which anyone on the way can write', '--replace replace a profile of this name', '--if-missing leave a profile of this name and project as it is')
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
    'profiles rotate|-' = @('--secret-stdin read the secret from standard input', '--secret-keyring keep it in the keyring of this system, not in the profile store', '--no-check store it without asking the Gate')
    'profiles remove|-' = @('--yes do not ask')
    'profiles remove|0' = @('@profile')
    'doctor|-' = @('--offline ask nothing of the network', '--bundle write a report for the support into a new file: no secret, no person in it')
    'doctor|--bundle' = @()
    'explain|-' = @('--refund the code is the result of a refund, not of a payment', '--language of the sentence for the customer: en, ru, kk (default: each)')
    'explain|0' = @('@code')
    'explain|--language' = @('en ', 'ru ', 'kk ')
    'help|0' = @('exit-codes what each exit code means, and what to do next', 'scripts how a script refunds safely, step by step, and common mistakes', 'environment the environment variables, and what they set', 'signatures how requests and callbacks are signed, and common mistakes', 'otp the code from the SMS: its two clocks, resends, wrong codes', 'operators list the mobile operators that payments can be taken from', 'sale ask for a payment; the operator sends the customer an OTP', 'interactive be guided through a whole payment, code and all', 'pay the same as interactive', 'resend have a new OTP sent to the customer', 'refund give money back, all of it or a part', 'refunds a file of refunds: rehearsed, sent once, and proved', 'status what the platform knows of a payment', 'wait wait until a payment asks for the OTP, ends, or is refunded', 'checkout a signed link to the Payment Page, as a URL, a widget, a page or a QR code', 'request sign and send any request of the Gate', 'pending the writes whose outcome is not known', 'resume find out from the platform what became of them', 'history what was sent from this machine, and what became of it', 'receipt all that is known of one write', 'ledger where the memory of all writes is, and what to do when it was lost', 'audit check and export the audit trail', 'sign sign a body, and see what exactly is signed', 'verify-callback check the signature of a callback, and see why it fails', 'listen receive callbacks: verify, keep, show, and hand them on', 'callbacks the callbacks that came in: list, show, send again, remove', 'trigger send your program a callback that is made here, or a storm of them', 'sandbox run a platform of your own on this machine, for tests', 'demo be guided through a payment on a sandbox, without an account', 'smoke try a whole purchase on a test project, for CI', 'profiles the projects that this machine knows', 'whoami which project and which settings are in force, and where each came from', 'doctor check this machine, its settings, and the way to the Gate', 'explain a code of the platform in plain words, and what to tell the customer', 'commands every command, and with --json all that each says of itself', 'help the help of a command, or a page: exit-codes, environment, signatures, otp', 'completion have your shell complete commands, options and their values')
    'completion|0' = @('bash ', 'zsh ', 'fish ', 'powershell ')
    '|-' = @('--profile which profile (else ROCKETPAY_PROFILE, else the default one)', '--json one JSON document on stdout, nothing else', '--field print one value of that document: --field payment.status (repeat it for several)', '--timeout for each request: 500ms, 30s, 5m (default 30s)', '--no-input never ask (also: ROCKETPAY_NO_INPUT)', '--no-color no colour, no animation (also: NO_COLOR)', '--quiet say less', '--verbose say more', '--debug show requests and answers, secrets masked', '--insecure allow plain http to other machines', '--help show what it does, its options and examples', '--version print the version')
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
