/** Signatures made with openssl, apart from any code of ours; the private key was thrown away. */

export const PUBLIC_KEY =
  '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1HU3iqv7FkSU1wvqJvNo\nzWPEcM4nztPaow+PjfFwGMLJMhzVhMgjgs+8Z15qZmJtfH0FBG8thIRwTwVKTVGF\nn3wR8c8Z0jwZURFOo3wltklgkurojmL+Va2JLMooo3OC1Xjzq+5yFWNCAXPs+pka\n+kxBUx3LIpSNkSY29rf/Q0ibpS9yd4byBHPUjA9QBQqcD13xd0NuWjmBiObeGQsk\nbYbMa+bd0giBUBl+erF1LlanmId5u53CEID4HhW2a+eHRoW3K1pIN1/iQ0J0Fh81\nc2zqcMNNXyTyDUGklTb7h1dx/fluv2h1bMorZyzyo9o5MOTYlpjslHD7sf5MeZnI\nkwIDAQAB\n-----END PUBLIC KEY-----\n'

export const CASES = [
  {
    name: 'plain purchase',
    method: 'POST',
    path: '/v3/payment/acq',
    timestamp: '1757387467986',
    nonce: '4326048250346354435',
    body: '{"merchant_id":"18356675194960","amount":100,"currency":"EUR"}',
    header:
      'ASm0vIw6x3woLT4giQ41tQNRpnaGxuaJ5bW9oPbIt8bOGD8t%2BpNBUrATElvZJ%2F9xrQ5LDLsAS2wVwEzuUAEzl3ApYH3%2B55KWuSCZk%2BRiSsLY9gWBefRvG14r%2Fk3RPdiSr0cuLTukP1KFvxwWv9%2B%2BDNEdX2jgiULtTJ04JhTHCjoLsK7EKIlNRZc60SImqohdL6eI10lf3B81Gi5A7gzZdokxy%2FsS3YTLCLNkSK9qnNB%2BLN7yD1mNwP%2Bia%2BYjhBGP4Ab7ZlwW1ZvlPsSkKIyFEgSgxMfO4DBUVmPrKv8Xv3wl4uPAm7sdCFYlm8HLLFifcbjW%2FkUpp%2BLpt4s3%2Bekc%2BA%3D%3D',
  },
  {
    name: 'unicode body',
    method: 'POST',
    path: '/v3/payment/acq',
    timestamp: '1757387467987',
    nonce: 'abcdefghij',
    body: '{"goods":[{"name":"珠宝","brand":"周六福 — “x” é 🛒"}]}',
    header:
      'ESrqwyRxT8Alsd%2FuZ2OyFxLs5GkkJKD5MmmfHcx0YTPmlM7Gw%2F%2BEDtUT%2FWMpxFo5b2Qk06f9ACUkTz9GLQ0xmM2kc98p%2FSPQeWOeFpzlal5CW7emSihSLEVNz1GiCEb7ncLzDzDOgc2VKjZjryJLYDYDowz2%2FmELjT%2BfawW2ezgFcazzjT1DH2vVB3iQCvnMsXQhXXkUsBy7oSQY%2Bi5cLJHu5mZacUIvMGGo%2Bm85w1E7V%2Blouslv7BSPCLcCv3r83l2nSXIFFKphbyJu3MAkSPB094BQtnv216eJkIvDsO%2FXryxKtik8rQKP50Kp%2FhIszEgoFvKl0laFzk4S77e2QA%3D%3D',
  },
  {
    name: 'pretty-printed body is signed as sent',
    method: 'POST',
    path: '/v3/payment/acq/query',
    timestamp: '1757387467988',
    nonce:
      'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn',
    body: '{\n  "merchant_id": "18356675194960",\n  "order_id": "GW20620000006999"\n}',
    header:
      '0a%2Bj4y9uvMA%2Bj6zjFojSGwPEkJCPWVxOo9BnOE8RF91W5kFQ6ZrQw3XiJYOSmpT32a3x7fVQykGE79oKhLQvMvFS%2FnTD9A6YT0oXE8bIJECGlVEuT12M8X3K7dHNWs%2B1DhQm71vOGXz%2FoIRLBnkWle9bCKtiEcThVediZEJqYRxlCtAKNBAcTcUWIc%2FQoBWboGQz6Z6LVBy%2FgwKWiGoJjf0wAQo5Lv52hmx7xsh4YFY9O%2FP6HkD7oHhmAnmpZzyelGaaC4Bu%2B%2FEGNtBcMA0728%2B3I%2F1UAFURNubp8mwr2s4Xd%2Fd3MB0i%2B70r1pQTAdAPammhX9n%2FI0kTYzu3GPscSA%3D%3D',
  },
  {
    name: 'notification to a path of ours',
    method: 'POST',
    path: '/paykka/notifications',
    timestamp: '1757387467989',
    nonce: '0123456789abcdef',
    body: '{"notify_type":"PAYMENT.SUCCESS","amount":199}',
    header:
      'IXEyGuoZyTas2%2F9LDmJUCa6gHYLho7mnUHd83tP6epYglkQKe79B%2BS9h%2BKaiQWGhoq7EoYyRxxm0msk1r7yujOoPn9R8xL00%2FJyl9ZTOLpSOrRRFhWo%2FZpWizxCvHRG4JcEOP0zYaL23hvsBWkADRL%2BOuTyjOwNupekP2imzOhYrf6rSkGf%2BD6kL9pHk6PliKu7QgX7VzYv%2F1iKx2wxzPIMUyjggfBjHFZz1dhooGEXRtkckMzM0XcCK%2F3cDd0ZPXDJA70G2owUSbv34NRW2fY05svdh1fqFLwK1LCB1zdRk46yclOYxqMRBKFQxunLFSkOULUiugwrwK5w0%2BIK44Q%3D%3D',
  },
  {
    name: 'trailing newline belongs to the body',
    method: 'POST',
    path: '/v3/payment/acq/void',
    timestamp: '1757387467990',
    nonce: 'noncenonce',
    body: '{"a":1}\n',
    header:
      'VOd%2B5pu2WlinglhbxT%2B46ATj8mWCJGcWMz%2FlwrM88VqG8Dzm1pfbPkYIXKD1F5ithe0oIrU97oUrDzC%2BcH4AbnN9OZ4R4pMv1p%2F2duJQHuCv4BGptPwFbcx0TavbzgOQBA45QK7seAmZBeEhGD3h0x%2B0zX8eVTVJFZzzN4gtPk2q1b%2B7fLG%2BzS003K7Mpvb%2BT4jAARzlWpdjGWJV0ZvGVARW%2FBs5wDjDavgYQv0H1i%2FI9cfNL6oEvI7GzS06UMiY22sKEmDXPBJvB15RkNa6UDgE82VpWeAztEp9xfltcwIWBRTA5qkk7xoga1YF6FwY7Ymosippql4%2FBSkENUMVkA%3D%3D',
  },
] as const
