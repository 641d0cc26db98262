# fish completion for rocketpay.

# Prints what can stand at a place (command|what): a line for each word and what is said of it, or @ and a
# kind of thing, or nothing where only a person knows.
function __rocketpay_find
    switch $argv[1]
        # The commands say what follows: "npm run documents" writes it.
        case '|'
            printf '%s\n' \
                'operators list the mobile operators that payments can be taken from' \
                'sale ask for a payment; the operator sends the customer an OTP' \
                'interactive be guided through a whole payment, code and all' \
                'pay the same as interactive' \
                'otp hand in the OTP that the customer got' \
                'resend have a new OTP sent to the customer' \
                'refund give money back, all of it or a part' \
                'refunds a file of refunds: rehearsed, sent once, and proved' \
                'status what the platform knows of a payment' \
                'wait wait until a payment asks for the OTP, ends, or is refunded' \
                'checkout a signed link to the Payment Page, as a URL, a widget, a page or a QR code' \
                'request sign and send any request of the Gate' \
                'pending the writes whose outcome is not known' \
                'resume find out from the platform what became of them' \
                'history what was sent from this machine, and what became of it' \
                'receipt all that is known of one write' \
                'ledger where the memory of all writes is, and what to do when it was lost' \
                'audit check and export the audit trail' \
                'sign sign a body, and see what exactly is signed' \
                'verify-callback check the signature of a callback, and see why it fails' \
                'listen receive callbacks: verify, keep, show, and hand them on' \
                'callbacks the callbacks that came in: list, show, send again, remove' \
                'trigger send your program a callback that is made here, or a storm of them' \
                'sandbox run a platform of your own on this machine, for tests' \
                'demo be guided through a payment on a sandbox, without an account' \
                'smoke try a whole purchase on a test project, for CI' \
                'profiles the projects that this machine knows' \
                'whoami which project and which settings are in force, and where each came from' \
                'doctor check this machine, its settings, and the way to the Gate' \
                'explain a code of the platform in plain words, and what to tell the customer' \
                'commands every command, and with --json all that each says of itself' \
                'help the help of a command, or a page: exit-codes, environment, signatures, otp' \
                'completion have your shell complete commands, options and their values'
        case 'operators|-'
            printf '%s\n' \
                '--set add or override any field of the request; may be repeated'
        case 'operators|--set'
            true
        case 'sale|-'
            printf '%s\n' \
                '--phone as people write it: +7 (707) 123-45-67, 8 707 …' \
                '--amount in major units: 1000.00' \
                '--amount-minor in minor units: 100000' \
                '--currency ISO 4217 (default: that of the profile)' \
                '--payment-id made when left out (from --intent, if given); unique in the project' \
                '--customer-id your id of the customer' \
                '--first-name of the customer' \
                '--last-name of the customer' \
                '--email of the customer' \
                '--ip of the customer' \
                '--description what is paid for' \
                '--callback-url where all callbacks of this payment go' \
                '--wait wait until: otp, final' \
                '--deadline how long to wait (default 5m)' \
                '--set add or override any field of the request; may be repeated' \
                '--intent your own idempotency key: the same key never sends the same twice, it gives the stored result' \
                '--dry-run show the request and send nothing' \
                '--with-signature with --dry-run and a live profile: show signature and personal data, unmasked' \
                '--print-curl print a curl line that signs when it runs; send nothing'
        case 'sale|--phone'
            true
        case 'sale|--amount'
            true
        case 'sale|--amount-minor'
            true
        case 'sale|--currency'
            true
        case 'sale|--payment-id'
            true
        case 'sale|--customer-id'
            true
        case 'sale|--first-name'
            true
        case 'sale|--last-name'
            true
        case 'sale|--email'
            true
        case 'sale|--ip'
            true
        case 'sale|--description'
            true
        case 'sale|--callback-url'
            true
        case 'sale|--wait'
            printf '%s\n' \
                'otp ' \
                'final '
        case 'sale|--deadline'
            true
        case 'sale|--set'
            true
        case 'sale|--intent'
            true
        case 'interactive|-' 'pay|-'
            printf '%s\n' \
                '--continue go on with a payment that was left' \
                '--callback-url where the platform reaches this machine' \
                '--listen listen for callbacks at this port' \
                '--host listen at this address (default 127.0.0.1)' \
                '--show-commands show each step as a command at once' \
                '--save-script write the same as a shell script'
        case 'interactive|--continue' 'pay|--continue'
            printf '%s\n' \
                '@payment'
        case 'interactive|--callback-url' 'pay|--callback-url'
            true
        case 'interactive|--listen' 'pay|--listen'
            true
        case 'interactive|--host' 'pay|--host'
            true
        case 'interactive|--save-script' 'pay|--save-script'
            printf '%s\n' \
                '@file'
        case 'otp|-'
            printf '%s\n' \
                '--force send the text as the code although it is not 3 to 10 digits, for example A1B2C3' \
                '--wait wait for the result' \
                '--deadline how long to wait (default 5m)' \
                '--set add or override any field of the request; may be repeated' \
                '--intent your own idempotency key: the same key never sends the same twice, it gives the stored result' \
                '--dry-run show the request and send nothing' \
                '--with-signature with --dry-run and a live profile: show signature and personal data, unmasked' \
                '--print-curl print a curl line that signs when it runs; send nothing'
        case 'otp|0'
            printf '%s\n' \
                '@payment'
        case 'otp|--deadline'
            true
        case 'otp|--set'
            true
        case 'otp|--intent'
            true
        case 'resend|-'
            printf '%s\n' \
                '--ip of the customer (default: that of the profile)' \
                '--callback-url where callbacks of this payment go (default: that of the profile)' \
                '--force ask for it whatever the clock says' \
                '--set add or override any field of the request; may be repeated' \
                '--intent your own idempotency key: the same key never sends the same twice, it gives the stored result' \
                '--dry-run show the request and send nothing' \
                '--with-signature with --dry-run and a live profile: show signature and personal data, unmasked' \
                '--print-curl print a curl line that signs when it runs; send nothing'
        case 'resend|0'
            printf '%s\n' \
                '@payment'
        case 'resend|--ip'
            true
        case 'resend|--callback-url'
            true
        case 'resend|--set'
            true
        case 'resend|--intent'
            true
        case 'refund|-'
            printf '%s\n' \
                '--amount in major units: 1000.00' \
                '--amount-minor in minor units: 100000' \
                '--full everything that is left' \
                '--currency ISO 4217 (default: that of the profile)' \
                '--description why, for the records' \
                '--confirm the amount again, in the units of the first: for scripts' \
                '--again the same amount a second time within a day; needs --reason' \
                '--reason why it is given back again, for the ledger' \
                '--without-balance refund although the platform does not say what is left of the payment, or contradicts itself in it' \
                '--callback-url where callbacks of this payment go (default: that of the profile)' \
                '--wait wait for the result' \
                '--settle when the outcome is unknown, ask until the platform shows it, and only then end' \
                '--deadline how long to wait (default 5m)' \
                '--set add or override any field of the request; may be repeated' \
                '--intent your own idempotency key: the same key never sends the same twice, it gives the stored result' \
                '--dry-run show the request and send nothing' \
                '--with-signature with --dry-run and a live profile: show signature and personal data, unmasked' \
                '--print-curl print a curl line that signs when it runs; send nothing'
        case 'refund|0'
            printf '%s\n' \
                '@payment'
        case 'refund|--amount'
            true
        case 'refund|--amount-minor'
            true
        case 'refund|--currency'
            true
        case 'refund|--description'
            true
        case 'refund|--confirm'
            true
        case 'refund|--reason'
            true
        case 'refund|--callback-url'
            true
        case 'refund|--deadline'
            true
        case 'refund|--set'
            true
        case 'refund|--intent'
            true
        case 'refunds|'
            printf '%s\n' \
                'plan check a file of refunds, row by row, and send nothing' \
                'apply send the refunds of a plan, or go on with it' \
                'show how a plan stands' \
                'export its rows with what became of them, as CSV' \
                'approve approve a plan that another person has made' \
                'key your public key for approvals'
        case 'refunds plan|-'
            printf '%s\n' \
                '--out where the plan goes (default: the CSV file’s name with .plan.jsonl)' \
                '--currency of the plan, ISO 4217 (default: that of the profile)' \
                '--offline do not ask the platform: each row is checked when it is refunded' \
                '--again refund also what was refunded before in the same amount; needs --reason' \
                '--reason why amounts are refunded again; kept in the plan and in the ledger' \
                '--concurrency how many at once (default 4)' \
                '--rate payments asked about in a second, 0 is no limit (default 20)'
        case 'refunds plan|0'
            printf '%s\n' \
                '@file'
        case 'refunds plan|--out'
            printf '%s\n' \
                '@file'
        case 'refunds plan|--currency'
            true
        case 'refunds plan|--reason'
            true
        case 'refunds plan|--concurrency'
            true
        case 'refunds plan|--rate'
            true
        case 'refunds apply|-'
            printf '%s\n' \
                '--confirm the total of the plan, in major units: for scripts' \
                '--concurrency how many at once (default 4)' \
                '--rate refunds in a second, 0 is no limit (default 5)' \
                '--stop-after stop when so many in a row are refused or unknown, 0 never (default 5)' \
                '--max-age of the plan (default 24h)' \
                '--other-ledger apply a plan that was made with another ledger or on another machine, where nothing tells what was sent' \
                '--again send rows again that were sent and that the platform has not shown; needs --reason' \
                '--reason why they are sent again, for the ledger' \
                '--wait wait for the results' \
                '--deadline how long to wait (default 5m)' \
                '--dry-run show what would be sent, and send nothing'
        case 'refunds apply|0'
            printf '%s\n' \
                '@file'
        case 'refunds apply|--confirm'
            true
        case 'refunds apply|--concurrency'
            true
        case 'refunds apply|--rate'
            true
        case 'refunds apply|--stop-after'
            true
        case 'refunds apply|--max-age'
            true
        case 'refunds apply|--reason'
            true
        case 'refunds apply|--deadline'
            true
        case 'refunds show|0'
            printf '%s\n' \
                '@file'
        case 'refunds export|-'
            printf '%s\n' \
                '--todo the rows that are still to do, for the Dashboard'
        case 'refunds export|0'
            printf '%s\n' \
                '@file'
        case 'refunds approve|-'
            printf '%s\n' \
                '--confirm the total of the plan, in major units: for scripts' \
                '--rows show every row (default: the first 20 and the largest 5)'
        case 'refunds approve|0'
            printf '%s\n' \
                '@file'
        case 'refunds approve|--confirm'
            true
        case 'status|-'
            printf '%s\n' \
                '--request-id find it by a request id instead' \
                '--set add or override any field of the request; may be repeated'
        case 'status|0'
            printf '%s\n' \
                '@payment'
        case 'status|--request-id'
            true
        case 'status|--set'
            true
        case 'wait|-'
            printf '%s\n' \
                '--until otp, final, success, refunded, or several with commas: the first that comes (default final)' \
                '--request-id of the refund to wait for (default: each without a result)' \
                '--deadline how long to wait (default 5m)' \
                '--watch print each change; with --json one object a line'
        case 'wait|0'
            printf '%s\n' \
                '@payment'
        case 'wait|--until'
            printf '%s\n' \
                'otp ' \
                'final ' \
                'success ' \
                'refunded '
        case 'wait|--request-id'
            true
        case 'wait|--deadline'
            true
        case 'checkout|'
            printf '%s\n' \
                'verify check any link: is its signature right, and would the page open'
        case 'checkout|-'
            printf '%s\n' \
                '--amount in major units: 1000.00' \
                '--amount-minor in minor units: 100000' \
                '--currency ISO 4217 (default: that of the profile)' \
                '--payment-id made when left out; unique in the project' \
                '--project-id default: that of the profile' \
                '--customer-id your id of the customer' \
                '--first-name of the customer' \
                '--last-name of the customer' \
                '--email of the customer' \
                '--phone filled in for the customer' \
                '--description what is paid for' \
                '--operator the only one that can be paid with: TELE2' \
                '--any-method the customer picks the method (default: mobile)' \
                '--language of the page: ru, en' \
                '--expires the link is over after 30m, 24h, 7d, or at a date' \
                '--callback-url where all callbacks of this payment go' \
                '--set any other parameter: --set merchant_success_url=https://…; may be repeated' \
                '--format what to print (default url)' \
                '--open open it in the browser'
        case 'checkout|--amount'
            true
        case 'checkout|--amount-minor'
            true
        case 'checkout|--currency'
            true
        case 'checkout|--payment-id'
            true
        case 'checkout|--project-id'
            true
        case 'checkout|--customer-id'
            true
        case 'checkout|--first-name'
            true
        case 'checkout|--last-name'
            true
        case 'checkout|--email'
            true
        case 'checkout|--phone'
            true
        case 'checkout|--description'
            true
        case 'checkout|--operator'
            true
        case 'checkout|--language'
            true
        case 'checkout|--expires'
            true
        case 'checkout|--callback-url'
            true
        case 'checkout|--set'
            true
        case 'checkout|--format'
            printf '%s\n' \
                'url ' \
                'widget ' \
                'html ' \
                'qr ' \
                'json '
        case 'request|-'
            printf '%s\n' \
                '--no-send print the signed body and send nothing' \
                '--set add or override any field of the request; may be repeated' \
                '--intent your own idempotency key: the same key never sends the same twice, it gives the stored result' \
                '--dry-run show the request and send nothing' \
                '--with-signature with --dry-run and a live profile: show signature and personal data, unmasked' \
                '--print-curl print a curl line that signs when it runs; send nothing'
        case 'request|--set'
            true
        case 'request|--intent'
            true
        case 'resume|-'
            printf '%s\n' \
                '--all every write without a final result, of every profile' \
                '--plan every row of a plan of refunds without a final result' \
                '--wait ask until there is a final result' \
                '--deadline how long to wait (default 10m)' \
                '--operation it was this operation of the payment' \
                '--close-as close it by hand: done, declined, never_arrived; needs --reason' \
                '--reason how you know, for the ledger' \
                '--concurrency how many at once (default 4)' \
                '--rate payments asked about in a second, 0 is no limit (default 20)'
        case 'resume|0'
            printf '%s\n' \
                '@intent'
        case 'resume|--plan'
            printf '%s\n' \
                '@file'
        case 'resume|--deadline'
            true
        case 'resume|--operation'
            true
        case 'resume|--close-as'
            printf '%s\n' \
                'done ' \
                'declined ' \
                'never_arrived '
        case 'resume|--reason'
            true
        case 'resume|--concurrency'
            true
        case 'resume|--rate'
            true
        case 'history|-'
            printf '%s\n' \
                '--payment of this payment' \
                '--kind sale, otp, resend, refund, raw' \
                '--state sending, unknown, accepted, done, declined, refused, denied, not_sent, never_arrived, held' \
                '--phone of the payments of this payer' \
                '--user by this user: name, or user@host as it is shown' \
                '--since not before: 24h, 7d, yesterday, 2026-11-01, 01.11.2026 or 2026-11-01T09:30' \
                '--until before' \
                '--limit how many (default 50)'
        case 'history|--payment'
            printf '%s\n' \
                '@payment'
        case 'history|--kind'
            printf '%s\n' \
                'sale ' \
                'otp ' \
                'resend ' \
                'refund ' \
                'raw '
        case 'history|--state'
            printf '%s\n' \
                'sending ' \
                'unknown ' \
                'accepted ' \
                'done ' \
                'declined ' \
                'refused ' \
                'denied ' \
                'not_sent ' \
                'never_arrived ' \
                'held '
        case 'history|--phone'
            true
        case 'history|--user'
            true
        case 'history|--since'
            true
        case 'history|--until'
            true
        case 'history|--limit'
            true
        case 'receipt|0'
            printf '%s\n' \
                '@intent'
        case 'ledger|'
            printf '%s\n' \
                'init make the ledger, or take the one that is found' \
                'status where the ledger is'
        case 'ledger init|-'
            printf '%s\n' \
                '--new take the ledger, its key and its place as they are found'
        case 'audit|'
            printf '%s\n' \
                'verify check that no record was changed, removed or reordered' \
                'export print the records, for whoever has to check them'
        case 'audit verify|-'
            printf '%s\n' \
                '--head a hash that the trail must hold'
        case 'audit verify|--head'
            true
        case 'audit export|-'
            printf '%s\n' \
                '--from not before: 24h, 7d, 2026-11-01 or 2026-11-01T09:30' \
                '--to before' \
                '--format jsonl (default), csv'
        case 'audit export|--from'
            true
        case 'audit export|--to'
            true
        case 'audit export|--format'
            printf '%s\n' \
                'jsonl ' \
                'csv '
        case 'sign|-'
            printf '%s\n' \
                '--body print the signed body' \
                '--explain show the signed lines, their origin, and what to be careful about' \
                '--code a program that signs this body: php, js, python, go' \
                '--ndjson one body a line in, one result a line out'
        case 'sign|0'
            printf '%s\n' \
                '@file'
        case 'sign|--code'
            printf '%s\n' \
                'php ' \
                'js ' \
                'python ' \
                'go '
        case 'verify-callback|-'
            printf '%s\n' \
                '--compare the string that the other side signed: show where it differs' \
                '--explain show the lines that should have been signed' \
                '--entry which request of a HAR file, from 1' \
                '--try-all-profiles also try secrets of other profiles that a command or the keyring gives' \
                '--ndjson one callback a line in, one verdict a line out'
        case 'verify-callback|0'
            printf '%s\n' \
                '@file'
        case 'verify-callback|--compare'
            printf '%s\n' \
                '@file'
        case 'verify-callback|--entry'
            true
        case 'listen|-'
            printf '%s\n' \
                '--port where it listens (default 4242; 0: any free port)' \
                '--host who can reach it (default 127.0.0.1)' \
                '--path receive callbacks at this path and below it, answer 404 elsewhere (default /)' \
                '--forward-to forward each genuine callback, with the path below --path added; may be repeated' \
                '--filter only those: event=refund.success, payment.status=decline; may be repeated' \
                '--forward-headers forward these headers too, separated by commas (default: content-type, user-agent, accept, tracing)' \
                '--forward-invalid hand on those with a wrong signature too, and unsigned chargebacks' \
                '--keep-invalid disk for those with a wrong signature, oldest removed first (default 20MB; 0: keep none)' \
                '--exit-on end after this one' \
                '--max end after so many' \
                '--deadline end then; 8 when something was waited for'
        case 'listen|--port'
            true
        case 'listen|--host'
            true
        case 'listen|--path'
            true
        case 'listen|--forward-to'
            true
        case 'listen|--filter'
            true
        case 'listen|--forward-headers'
            true
        case 'listen|--keep-invalid'
            true
        case 'listen|--exit-on'
            printf '%s\n' \
                'purchase.success ' \
                'purchase.decline ' \
                'purchase.otp ' \
                'refund.success ' \
                'refund.partial ' \
                'refund.decline '
        case 'listen|--max'
            true
        case 'listen|--deadline'
            true
        case 'callbacks|'
            printf '%s\n' \
                'list the callbacks that came in, newest first' \
                'show one of them whole, and why it does not verify' \
                'prune remove those with a wrong signature, or older ones' \
                'replay send one once more, or all that could not be handed on'
        case 'callbacks list|-'
            printf '%s\n' \
                '--payment of this payment' \
                '--event of this kind' \
                '--invalid only those with a wrong signature' \
                '--chargebacks only chargeback callbacks, which come without a signature' \
                '--repeats only those that had come before' \
                '--since not before: 24h, 7d, 2026-11-01 or 2026-11-01T09:30' \
                '--limit how many (default 50)'
        case 'callbacks list|--payment'
            printf '%s\n' \
                '@payment'
        case 'callbacks list|--event'
            printf '%s\n' \
                'purchase.success ' \
                'purchase.decline ' \
                'purchase.otp ' \
                'refund.success ' \
                'refund.partial ' \
                'refund.decline '
        case 'callbacks list|--since'
            true
        case 'callbacks list|--limit'
            true
        case 'callbacks prune|-'
            printf '%s\n' \
                '--older-than only those received before: 24h, 90d, 2026-11-01' \
                '--genuine remove genuine callbacks too' \
                '--chargebacks remove unsigned chargeback callbacks too' \
                '--dry-run only count them' \
                '--yes do not ask'
        case 'callbacks prune|--older-than'
            true
        case 'callbacks replay|-'
            printf '%s\n' \
                '--to where to' \
                '--failed all that could not be handed on'
        case 'callbacks replay|--to'
            true
        case 'trigger|-'
            printf '%s\n' \
                '--to where your program takes callbacks' \
                '--payment about this payment, as the ledger knows it (default: a new one)' \
                '--set add or override any field, before it is signed; may be repeated' \
                '--invalid wrong on purpose' \
                '--storm many, as they may come on a bad day, and a report' \
                '--speed of the retries in a storm (default 1000: 10 s become 10 ms)' \
                '--verify-url after a storm, ask your program how often it recorded {payment}: it answers one number' \
                '--verify-command the same with a shell line that prints the number; {payment} stands for the payment id'
        case 'trigger|0'
            printf '%s\n' \
                'purchase.success ' \
                'purchase.decline ' \
                'purchase.otp ' \
                'refund.success ' \
                'refund.partial ' \
                'refund.decline '
        case 'trigger|--to'
            true
        case 'trigger|--payment'
            printf '%s\n' \
                '@payment'
        case 'trigger|--set'
            true
        case 'trigger|--invalid'
            printf '%s\n' \
                'wrong-secret ' \
                'secret-line-end ' \
                'no-signature ' \
                'empty-signature ' \
                'placeholder ' \
                'hex ' \
                'sha256 ' \
                'base64url ' \
                'plus-as-space ' \
                'url-encoded ' \
                'unsorted-keys ' \
                'signature-left-in ' \
                'raw-body ' \
                'changed-amount ' \
                'changed-status ' \
                'added-field ' \
                'byte-order-mark ' \
                'wrapped ' \
                'form ' \
                'cut-off ' \
                'no-json '
        case 'trigger|--speed'
            true
        case 'trigger|--verify-url'
            true
        case 'trigger|--verify-command'
            true
        case 'sandbox|-'
            printf '%s\n' \
                '--port where it listens (default 4010; 0: any free port)' \
                '--host who can reach it (default 127.0.0.1)' \
                '--callback-url where callbacks go, unless a payment names its own' \
                '--otp-ttl life of an OTP (default 80s)' \
                '--speed how much faster than real time its clock runs (default 1)' \
                '--fault something to do wrong; may be repeated' \
                '--state keep its project, secret and payments in a file'
        case 'sandbox|--port'
            true
        case 'sandbox|--host'
            true
        case 'sandbox|--callback-url'
            true
        case 'sandbox|--otp-ttl'
            true
        case 'sandbox|--speed'
            true
        case 'sandbox|--fault'
            printf '%s\n' \
                '500 ' \
                '502 ' \
                'reset-before ' \
                'reset-after ' \
                'hang ' \
                'half ' \
                'drip ' \
                'bad-json ' \
                'bad-signature ' \
                'duplicate-callbacks ' \
                'reorder-callbacks ' \
                'late-callbacks ' \
                'no-callbacks ' \
                'wrong-status-after-resend '
        case 'sandbox|--state'
            printf '%s\n' \
                '@file'
        case 'demo|-'
            printf '%s\n' \
                '--play watch it instead of typing' \
                '--page pay on the Payment Page, in the browser; ends with Ctrl-C' \
                '--speed times as fast as real time (default 1 when you type or pay, 40 when you watch)'
        case 'demo|--speed'
            true
        case 'smoke|-'
            printf '%s\n' \
                '--sandbox start a sandbox and try that: no profile is needed' \
                '--phone the payer; needed unless the platform is a sandbox' \
                '--amount in major units: 1000.00' \
                '--amount-minor in minor units: 100000' \
                '--otp the code that the payer gets' \
                '--otp-command a shell line that prints it; gets ROCKETPAY_PAYMENT_ID and ROCKETPAY_PHONE, and no secret' \
                '--deadline for all of it (default 5m)' \
                '--junit write a JUnit report, in place of an older one'
        case 'smoke|--phone'
            true
        case 'smoke|--amount'
            true
        case 'smoke|--amount-minor'
            true
        case 'smoke|--otp'
            true
        case 'smoke|--otp-command'
            true
        case 'smoke|--deadline'
            true
        case 'smoke|--junit'
            true
        case 'profiles|'
            printf '%s\n' \
                'add store a project: its id, its secret, and how to use it' \
                'list the stored profiles' \
                'show a stored profile, without its secret' \
                'use make a profile the default one' \
                'rename give a profile another name' \
                'rotate give a profile a new secret, once the Gate has taken it' \
                'remove forget a profile and its secret'
        case 'profiles add|-'
            printf '%s\n' \
                '--project-id as the Dashboard shows it' \
                '--from-env take project, URLs and the place of the secret from the ROCKETPAY_… variables' \
                '--secret-stdin read the secret from standard input' \
                '--secret-keyring keep it in the keyring of this system, not in the profile store' \
                '--secret-env the secret is in this environment variable' \
                '--secret-file the secret is in this file' \
                '--secret-command a program prints it: \'["pass","show","rocketpay"]\'' \
                '--test a test project: no real money' \
                '--live real money (default)' \
                '--gate-url server API (default https://api.rocketpay.kz)' \
                '--payment-page-url hosted checkout' \
                '--otp-seconds life of an OTP: 80 or 90, ask your account manager (default 80)' \
                '--resends how often an OTP may be resent (default 3)' \
                '--currency ISO 4217 (default KZT)' \
                '--customer-id of the customer for tests' \
                '--first-name of the customer for tests' \
                '--last-name of the customer for tests' \
                '--email of the customer for tests' \
                '--ip of the customer for tests' \
                '--callback-url where the callbacks of each sale go' \
                '--status-delay before a status may be asked (default 10)' \
                '--max-refund the largest refund, in major units' \
                '--max-refund-per-day the most given back within 24 hours' \
                '--require-approval plans of refunds need the approval of a second person' \
                '--approver public key of one who may approve ("rocketpay refunds key" shows it); may be repeated' \
                '--merchant-refund-id the project takes payment.merchant_refund_id: send the intent as such' \
                '--accept-unsigned-status DANGER: act on status answers without a signature, which anyone on the way can write' \
                '--replace replace a profile of this name' \
                '--if-missing leave a profile of this name and project as it is'
        case 'profiles add|--project-id'
            true
        case 'profiles add|--secret-env'
            true
        case 'profiles add|--secret-file'
            printf '%s\n' \
                '@file'
        case 'profiles add|--secret-command'
            true
        case 'profiles add|--gate-url'
            true
        case 'profiles add|--payment-page-url'
            true
        case 'profiles add|--otp-seconds'
            true
        case 'profiles add|--resends'
            true
        case 'profiles add|--currency'
            true
        case 'profiles add|--customer-id'
            true
        case 'profiles add|--first-name'
            true
        case 'profiles add|--last-name'
            true
        case 'profiles add|--email'
            true
        case 'profiles add|--ip'
            true
        case 'profiles add|--callback-url'
            true
        case 'profiles add|--status-delay'
            true
        case 'profiles add|--max-refund'
            true
        case 'profiles add|--max-refund-per-day'
            true
        case 'profiles add|--approver'
            true
        case 'profiles show|0'
            printf '%s\n' \
                '@profile'
        case 'profiles use|0'
            printf '%s\n' \
                '@profile'
        case 'profiles rename|0'
            printf '%s\n' \
                '@profile'
        case 'profiles rotate|-'
            printf '%s\n' \
                '--secret-stdin read the secret from standard input' \
                '--secret-keyring keep it in the keyring of this system, not in the profile store' \
                '--no-check store it without asking the Gate'
        case 'profiles remove|-'
            printf '%s\n' \
                '--yes do not ask'
        case 'profiles remove|0'
            printf '%s\n' \
                '@profile'
        case 'doctor|-'
            printf '%s\n' \
                '--offline ask nothing of the network' \
                '--bundle write a report for the support into a new file: no secret, no person in it'
        case 'doctor|--bundle'
            true
        case 'explain|-'
            printf '%s\n' \
                '--refund the code is the result of a refund, not of a payment' \
                '--language of the sentence for the customer: en, ru, kk (default: each)'
        case 'explain|0'
            printf '%s\n' \
                '@code'
        case 'explain|--language'
            printf '%s\n' \
                'en ' \
                'ru ' \
                'kk '
        case 'help|0'
            printf '%s\n' \
                'exit-codes what each exit code means, and what to do next' \
                'scripts how a script refunds safely, step by step, and common mistakes' \
                'environment the environment variables, and what they set' \
                'signatures how requests and callbacks are signed, and common mistakes' \
                'otp the code from the SMS: its two clocks, resends, wrong codes' \
                'operators list the mobile operators that payments can be taken from' \
                'sale ask for a payment; the operator sends the customer an OTP' \
                'interactive be guided through a whole payment, code and all' \
                'pay the same as interactive' \
                'resend have a new OTP sent to the customer' \
                'refund give money back, all of it or a part' \
                'refunds a file of refunds: rehearsed, sent once, and proved' \
                'status what the platform knows of a payment' \
                'wait wait until a payment asks for the OTP, ends, or is refunded' \
                'checkout a signed link to the Payment Page, as a URL, a widget, a page or a QR code' \
                'request sign and send any request of the Gate' \
                'pending the writes whose outcome is not known' \
                'resume find out from the platform what became of them' \
                'history what was sent from this machine, and what became of it' \
                'receipt all that is known of one write' \
                'ledger where the memory of all writes is, and what to do when it was lost' \
                'audit check and export the audit trail' \
                'sign sign a body, and see what exactly is signed' \
                'verify-callback check the signature of a callback, and see why it fails' \
                'listen receive callbacks: verify, keep, show, and hand them on' \
                'callbacks the callbacks that came in: list, show, send again, remove' \
                'trigger send your program a callback that is made here, or a storm of them' \
                'sandbox run a platform of your own on this machine, for tests' \
                'demo be guided through a payment on a sandbox, without an account' \
                'smoke try a whole purchase on a test project, for CI' \
                'profiles the projects that this machine knows' \
                'whoami which project and which settings are in force, and where each came from' \
                'doctor check this machine, its settings, and the way to the Gate' \
                'explain a code of the platform in plain words, and what to tell the customer' \
                'commands every command, and with --json all that each says of itself' \
                'help the help of a command, or a page: exit-codes, environment, signatures, otp' \
                'completion have your shell complete commands, options and their values'
        case 'completion|0'
            printf '%s\n' \
                'bash ' \
                'zsh ' \
                'fish ' \
                'powershell '
        case '|-'
            printf '%s\n' \
                '--profile which profile (else ROCKETPAY_PROFILE, else the default one)' \
                '--json one JSON document on stdout, nothing else' \
                '--field print one value of that document: --field payment.status (repeat it for several)' \
                '--timeout for each request: 500ms, 30s, 5m (default 30s)' \
                '--no-input never ask (also: ROCKETPAY_NO_INPUT)' \
                '--no-color no colour, no animation (also: NO_COLOR)' \
                '--quiet say less' \
                '--verbose say more' \
                '--debug show requests and answers, secrets masked' \
                '--insecure allow plain http to other machines' \
                '--help show what it does, its options and examples' \
                '--version print the version'
        case '*|--profile'
            printf '%s\n' \
                '@profile'
        case '*|--field'
            true
        case '*|--timeout'
            true
        # End of what the commands say.
        case '*'
            return 1
    end
end

function __rocketpay_complete
    set -l at ''
    set -l option ''
    set -l place 0
    set -l before (commandline -opc)
    for word in $before[2..]
        if test -n "$option"; and not string match -qr -- '^-.' $word
            set option ''
            continue
        end
        set option ''
        if string match -qr -- '^-.' $word
            if not string match -q -- '*=*' $word; and __rocketpay_find "$at|$word" >/dev/null
                set option $word
            end
        else if __rocketpay_find "$at|" | string match -q -- "$word *"
            set at (string trim -- "$at $word")
        else
            set place (math $place + 1)
        end
    end

    set -l current (commandline -ct)
    set -l head ''
    set -l found
    if string match -qr -- '^--.*=' $current
        set head (string replace -r -- '=.*' '=' $current)
        set found (__rocketpay_find "$at|"(string replace -- '=' '' $head)); or return
    else if string match -q -- '-*' $current
        test -n "$at"; and set found (__rocketpay_find "$at|-")
        set -a found (__rocketpay_find '|-')
    else if test -n "$option"
        set found (__rocketpay_find "$at|$option")
    else
        set found (__rocketpay_find "$at|"; or __rocketpay_find "$at|$place"); or return
    end

    switch "$found[1]"
        case @file
            __fish_complete_path (string replace -- "$head" '' $current) | string replace -r -- '^' "$head"
        case '@*'
            command rocketpay __complete (string sub -s 2 -- $found[1]) 2>/dev/null </dev/null | string replace -r -- '^' "$head"
        case '*'
            string replace -r -- '^([^ ]+) ' "$head\$1\t" $found
    end
end

complete -c rocketpay -f -k -a '(__rocketpay_complete)'
