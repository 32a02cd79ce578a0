<?php
// A shop’s server in one file: `php -S localhost:4100 index.php`. Needs PHP 8.1 with OpenSSL.
declare(strict_types=1);

$port = getenv('PORT') ?: '4100';
$shopUrl = getenv('SHOP_URL') ?: "http://localhost:$port";
$bffUrl = getenv('BFF_URL') ?: 'http://localhost:4020';
$secretKey = getenv('BFF_SECRET_KEY') ?: '';

/** Calls the BFF with the secret key, which never reaches a browser. */
function bff(string $method, string $path, ?array $body = null, array $headers = []): array
{
    global $bffUrl, $secretKey;
    $lines = ["Authorization: Bearer $secretKey", 'Content-Type: application/json', ...$headers];
    $options = ['method' => $method, 'header' => $lines, 'ignore_errors' => true, 'timeout' => 10];
    if ($body !== null) {
        $options['content'] = json_encode($body, JSON_THROW_ON_ERROR);
    }
    $answer = file_get_contents($bffUrl . $path, false, stream_context_create(['http' => $options]));
    $status = (int) (explode(' ', $http_response_header[0] ?? 'HTTP/1.1 502')[1] ?? 502);
    if ($answer === false || $status >= 400) {
        throw new RuntimeException("BFF: $status $answer");
    }
    return json_decode($answer, true, 16, JSON_THROW_ON_ERROR);
}

function page(string $body, string $head = ''): void
{
    header('Content-Type: text/html; charset=utf-8');
    header('Cache-Control: no-store');
    echo "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
        . "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>A mug</title>$head</head>"
        . "<body><main>$body</main></body></html>";
}

/** The server knows the price; the order’s reference makes a repeated call the same checkout. */
function showCheckout(): void
{
    global $bffUrl, $shopUrl;
    $reference = bin2hex(random_bytes(12));
    $checkout = bff('POST', '/v1/checkouts', [
        'orderReference' => $reference,
        'amount' => ['value' => 1890, 'currency' => 'EUR'],
        'returnUrl' => "$shopUrl/thanks",
    ], ["Idempotency-Key: order-$reference"]);
    $_SESSION['checkout'] = $checkout['id'];
    $attributes = sprintf(
        'bff-url="%s" client-secret="%s"',
        htmlspecialchars($bffUrl),
        htmlspecialchars($checkout['clientSecret']),
    );
    $script = htmlspecialchars("$bffUrl/element/v1/define.js");
    page(
        "<h1>Stoneware mug, €18.90</h1><paykka-checkout $attributes></paykka-checkout>",
        "<script type=\"module\" src=\"$script\"></script><script type=\"module\">"
        . "document.querySelector('paykka-checkout')"
        . ".addEventListener('paykka-success', () => location.assign('/thanks'))</script>",
    );
}

/** Only what the BFF says counts as paid. */
function showOrder(): void
{
    $id = $_SESSION['checkout'] ?? null;
    $status = $id === null ? 'none' : bff('GET', "/v1/checkouts/$id")['status'];
    $text = $status === 'succeeded' ? 'Thank you, your order is paid.' : "Your payment: $status";
    page(sprintf('<h1 data-order-state="%s">%s</h1>', htmlspecialchars($status), htmlspecialchars($text)));
}

session_start(['cookie_httponly' => true, 'cookie_samesite' => 'Lax']);
try {
    match (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
        '/' => showCheckout(),
        '/thanks' => showOrder(),
        default => http_response_code(404),
    };
} catch (Throwable $error) {
    error_log($error->getMessage());
    http_response_code(502);
    echo 'The shop cannot take payments right now.';
}
