/** Generated from /openapi.json: `vitest run --update=all test/client/routes.test.ts`. Do not edit. */
export interface components {
    schemas: {
        Actor: {
            /** @description Operator named by the header `Paykka-Operator`, unchecked */
            claimed?: string;
            /** @description Name of a key (`key-1` is the first one without a name), or of a job of the BFF */
            id: string;
            /** @enum {string} */
            type: "key" | "cli" | "shopper" | "job";
        };
        Address: {
            city?: string;
            /** @description ISO 3166-1 alpha-2 */
            country?: string;
            email?: string;
            firstName?: string;
            lastName?: string;
            line1?: string;
            line2?: string;
            middleName?: string;
            phoneAreaCode?: string;
            phoneNumber?: string;
            postalCode?: string;
            state?: string;
        };
        Agreement: {
            card: {
                brand: string;
                expMonth?: string;
                expYear?: string;
                last4: string;
            } | null;
            /** @description True if its card expires within 30 days, or has expired */
            cardExpiring?: boolean;
            /** @description RFC 3339, UTC */
            createdAt: string;
            id: string;
            /** @enum {string} */
            status: "active" | "ended";
            /** @enum {string} */
            type: "subscription" | "unscheduled";
        };
        AgreementList: {
            data: components["schemas"]["Agreement"][];
        };
        AgreementResponse: {
            agreement: components["schemas"]["Agreement"];
        };
        AuditEntry: {
            /** @description For example payment.refund or checkout.cancel */
            action: string;
            actor: components["schemas"]["Actor"];
            amount?: components["schemas"]["Money"];
            /** @description RFC 3339, UTC */
            at: string;
            /** @description Further details, for example how many rows were deleted */
            detail?: {
                [key: string]: string | number;
            };
            hash: string;
            id: string;
            idempotencyKeyHash?: string;
            /** @description The caller's network: /24 of IPv4, /48 of IPv6 */
            network?: string;
            operationId?: string;
            orderReference?: string;
            /** @description Of the page in a browser */
            origin?: string;
            /** @enum {string} */
            outcome: "done" | "unknown" | "refused";
            /** @description Empty in the first entry */
            previousHash: string;
            /** @description Why it was refused */
            problemCode?: string;
            reason?: string;
            requestId?: string;
            sequence: number;
            shop: string;
            target: {
                id: string;
                type: string;
            };
        };
        AuditList: {
            data: components["schemas"]["AuditEntry"][];
            nextCursor: string | null;
        };
        CaptureRequest: {
            /** @description True repeats the same kind and amount less than ten minutes after a success */
            allowRepeat?: boolean;
            amount?: components["schemas"]["Money"];
            final?: boolean;
        };
        Checkout: {
            allowRepeat?: boolean;
            amount: components["schemas"]["Money"];
            /** @description PayKKa's `authorisation_type`; default PAYKKA_AUTHORISATION_TYPE */
            authorisationType?: string;
            billing?: components["schemas"]["Address"];
            /** @description PayKKa's `billing_address_collection`; default PAYKKA_BILLING_ADDRESS_COLLECTION */
            billingAddressCollection?: string;
            /** @enum {string} */
            cancellationReason?: "superseded";
            /** @enum {string} */
            capture: "automatic" | "manual";
            /** @description PayKKa's `challenge_indicator`; default PAYKKA_CHALLENGE_INDICATOR */
            challengeIndicator?: string;
            /** @description RFC 3339, UTC */
            createdAt: string;
            /** @description What the shopper reads on the bank statement; default PAYKKA_DESCRIPTOR */
            descriptor?: string;
            /** @description RFC 3339, UTC */
            expiresAt: string;
            goods?: components["schemas"]["GoodsItem"][];
            id: string;
            /** @description BCP 47 */
            locale?: string;
            /** @description Your name on PayKKa's own page; default HOSTED_MERCHANT_NAME */
            merchantName?: string;
            metadata?: {
                [key: string]: string;
            };
            methods?: ("card" | "apple_pay" | "google_pay" | "hosted")[];
            orderReference: string;
            payments: components["schemas"]["Payment"][];
            recurring?: {
                amount?: components["schemas"]["Money"];
                interval?: components["schemas"]["RecurringInterval"];
                /** @description What the shopper subscribes to, for example Premium */
                label?: string;
                /** @enum {string} */
                type: "subscription" | "unscheduled";
            };
            renewsAgreement?: string;
            returnUrl: string;
            /** @enum {string} */
            saveCard: "off" | "ask" | "always";
            shipping?: components["schemas"]["Address"];
            shopper?: components["schemas"]["Shopper"];
            /** @enum {string} */
            status: "open" | "processing" | "action_required" | "unknown" | "authorized" | "succeeded" | "canceled" | "expired";
            supersededBy?: string;
            /** @description The theme of PayKKa's own page; default HOSTED_THEME_ID */
            themeId?: string;
            version: number;
            /** @description The parts of the order data that were changed or left out; this never refuses a sale */
            warnings?: components["schemas"]["Warning"][];
        };
        CheckoutList: {
            data: components["schemas"]["ListedCheckout"][];
            nextCursor: string | null;
        };
        CreatedCheckout: {
            allowRepeat?: boolean;
            amount: components["schemas"]["Money"];
            /** @description PayKKa's `authorisation_type`; default PAYKKA_AUTHORISATION_TYPE */
            authorisationType?: string;
            billing?: components["schemas"]["Address"];
            /** @description PayKKa's `billing_address_collection`; default PAYKKA_BILLING_ADDRESS_COLLECTION */
            billingAddressCollection?: string;
            /** @enum {string} */
            cancellationReason?: "superseded";
            /** @enum {string} */
            capture: "automatic" | "manual";
            /** @description PayKKa's `challenge_indicator`; default PAYKKA_CHALLENGE_INDICATOR */
            challengeIndicator?: string;
            clientSecret: string;
            /** @description RFC 3339, UTC */
            createdAt: string;
            /** @description What the shopper reads on the bank statement; default PAYKKA_DESCRIPTOR */
            descriptor?: string;
            /** @description RFC 3339, UTC */
            expiresAt: string;
            goods?: components["schemas"]["GoodsItem"][];
            id: string;
            /** @description BCP 47 */
            locale?: string;
            /** @description Your name on PayKKa's own page; default HOSTED_MERCHANT_NAME */
            merchantName?: string;
            metadata?: {
                [key: string]: string;
            };
            methods?: ("card" | "apple_pay" | "google_pay" | "hosted")[];
            orderReference: string;
            recurring?: {
                amount?: components["schemas"]["Money"];
                interval?: components["schemas"]["RecurringInterval"];
                /** @description What the shopper subscribes to, for example Premium */
                label?: string;
                /** @enum {string} */
                type: "subscription" | "unscheduled";
            };
            renewsAgreement?: string;
            returnUrl: string;
            /** @enum {string} */
            saveCard: "off" | "ask" | "always";
            shipping?: components["schemas"]["Address"];
            shopper?: components["schemas"]["Shopper"];
            /** @enum {string} */
            status: "open" | "processing" | "action_required" | "unknown" | "authorized" | "succeeded" | "canceled" | "expired";
            superseded?: string[];
            supersededBy?: string;
            /** @description The theme of PayKKa's own page; default HOSTED_THEME_ID */
            themeId?: string;
            version: number;
            /** @description The parts of the order data that were changed or left out; this never refuses a sale */
            warnings?: components["schemas"]["Warning"][];
        };
        Dispute: {
            amount?: components["schemas"]["Money"];
            /** @description Acquirer reference number */
            arn?: string;
            disputeId: string;
            disputeTime?: string;
            dueTime?: string;
            id?: string;
            open: boolean;
            orderAmount?: components["schemas"]["Money"];
            /** @enum {string} */
            outcome?: "accepted" | "won" | "lost";
            /** @description RFC 3339, UTC */
            outcomeAt?: string;
            paidWith?: string;
            postingDate?: string;
            reason?: string;
            reasonText?: string;
            /** @description RFC 3339, UTC */
            reportedAt: string;
            stage?: string;
            /** @description RFC 3339, UTC */
            updatedAt: string;
            /** @description False when the notification was not signed */
            verified: boolean;
        };
        DisputeDetail: {
            amount?: components["schemas"]["Money"];
            /** @description Acquirer reference number */
            arn?: string;
            checkoutId: string;
            disputeTime?: string;
            /** @description `dueTime` as RFC 3339 in UTC, if it can be parsed; without a zone it means +08:00 */
            dueAt?: string;
            dueTime?: string;
            gatewayDisputeId?: string;
            history: components["schemas"]["DisputeStage"][];
            id: string;
            notes: components["schemas"]["DisputeNote"][];
            /** @description False once a stage or staff ended it */
            open: boolean;
            orderAmount?: components["schemas"]["Money"];
            orderReference: string;
            /** @enum {string} */
            outcome?: "accepted" | "won" | "lost";
            /** @description RFC 3339, UTC */
            outcomeAt?: string;
            paidWith?: string;
            paymentId: string;
            postingDate?: string;
            reason?: string;
            reasonText?: string;
            /** @description RFC 3339, UTC */
            reportedAt: string;
            shop: string;
            stage?: string;
            /** @description RFC 3339, UTC */
            updatedAt: string;
            /** @description False when the notification was not signed */
            verified: boolean;
        };
        DisputeEvidence: {
            authentication: {
                /** @description The bank asked the shopper to confirm (3-D Secure challenge) */
                challenged: boolean;
                /** @description RFC 3339, UTC */
                returnedAt?: string;
            };
            consent?: {
                /**
                 * @description PayKKa's own page asked; the text is PayKKa's
                 * @enum {string}
                 */
                askedBy?: "paykka";
                /** @description RFC 3339, UTC */
                at: string;
                /** @description BCP 47 */
                locale?: string;
                /** @enum {string} */
                purpose: "saved_card" | "subscription" | "unscheduled";
                text?: string;
                /** @description SHA-256 of the text's UTF-8 bytes, hex */
                textHash?: string;
            };
            dispute: components["schemas"]["DisputeDetail"];
            order: {
                allowRepeat?: boolean;
                amount: components["schemas"]["Money"];
                /** @description PayKKa's `authorisation_type`; default PAYKKA_AUTHORISATION_TYPE */
                authorisationType?: string;
                billing?: components["schemas"]["Address"];
                /** @description PayKKa's `billing_address_collection`; default PAYKKA_BILLING_ADDRESS_COLLECTION */
                billingAddressCollection?: string;
                /** @enum {string} */
                cancellationReason?: "superseded";
                /** @enum {string} */
                capture: "automatic" | "manual";
                /** @description PayKKa's `challenge_indicator`; default PAYKKA_CHALLENGE_INDICATOR */
                challengeIndicator?: string;
                /** @description RFC 3339, UTC */
                createdAt: string;
                /** @description What the shopper reads on the bank statement; default PAYKKA_DESCRIPTOR */
                descriptor?: string;
                /** @description RFC 3339, UTC */
                expiresAt: string;
                goods?: components["schemas"]["GoodsItem"][];
                id: string;
                /** @description BCP 47 */
                locale?: string;
                /** @description Your name on PayKKa's own page; default HOSTED_MERCHANT_NAME */
                merchantName?: string;
                metadata?: {
                    [key: string]: string;
                };
                methods?: ("card" | "apple_pay" | "google_pay" | "hosted")[];
                orderReference: string;
                recurring?: {
                    amount?: components["schemas"]["Money"];
                    interval?: components["schemas"]["RecurringInterval"];
                    /** @description What the shopper subscribes to, for example Premium */
                    label?: string;
                    /** @enum {string} */
                    type: "subscription" | "unscheduled";
                };
                renewsAgreement?: string;
                returnUrl: string;
                /** @enum {string} */
                saveCard: "off" | "ask" | "always";
                shipping?: components["schemas"]["Address"];
                shopper?: components["schemas"]["Shopper"];
                /** @enum {string} */
                status: "open" | "processing" | "action_required" | "unknown" | "authorized" | "succeeded" | "canceled" | "expired";
                supersededBy?: string;
                /** @description The theme of PayKKa's own page; default HOSTED_THEME_ID */
                themeId?: string;
                version: number;
                /** @description The parts of the order data that were changed or left out; this never refuses a sale */
                warnings?: components["schemas"]["Warning"][];
            };
            otherAttempts: components["schemas"]["Payment"][];
            payment: components["schemas"]["Payment"];
            refunds: components["schemas"]["Operation"][];
            timeline: {
                /** @description RFC 3339, UTC */
                at: string;
                what: string;
            }[];
        };
        DisputeList: {
            data: components["schemas"]["ListedDispute"][];
            nextCursor: string | null;
        };
        DisputeNote: {
            actor: components["schemas"]["Actor"];
            /** @description RFC 3339, UTC */
            at: string;
            id: string;
            /** @enum {string} */
            outcome?: "accepted" | "won" | "lost";
            text: string;
        };
        DisputeNoteRequest: {
            text: string;
        };
        DisputeOutcomeRequest: {
            note?: string;
            /** @enum {string} */
            outcome: "accepted" | "won" | "lost";
        };
        DisputeResponse: {
            dispute: components["schemas"]["DisputeDetail"];
        };
        DisputeStage: {
            amount?: components["schemas"]["Money"];
            /** @description RFC 3339, UTC */
            at: string;
            dueTime?: string;
            reason?: string;
            stage?: string;
            /** @description False when the notification was not signed */
            verified: boolean;
        };
        Erasure: {
            /** @description RFC 3339, UTC */
            at: string;
            erased: {
                agreements: number;
                cards: number;
                checkouts: number;
                consents: number;
                secrets: number;
            };
            id: string;
            kept: {
                reason: string;
                /** @description Null where no date is set */
                until: string | null;
                /** @enum {string} */
                what: "payments" | "consents" | "disputes" | "audit" | "backups" | "paykka";
            }[];
            /**
             * @description `processing`: PayKKa is still asked to remove what it keeps; `partly`: PayKKa refuses to. Both are tried again
             * @enum {string}
             */
            status: "done" | "partly" | "processing";
        };
        ErasureRequest: {
            /** @description True ends the agreements of the shopper, who is not charged any more then */
            endAgreements?: boolean;
            /** @description For the record of who did what. It stays there, so name nobody in it */
            note?: string;
        };
        ErasureResponse: {
            erasure: components["schemas"]["Erasure"];
        };
        Failure: {
            /** @description Why it failed, for the operator */
            code: string;
            /** @description PayKKa's `ret_code` or `error_code`, for example 010000 */
            gatewayCode?: string;
            /** @description PayKKa's message (`ret_msg`, `error_description`) without card data. Not for shoppers */
            gatewayMessage?: string;
        };
        GivenAddress: {
            /** @description Kept with at most 100 characters */
            city?: string | number | null;
            /** @description ISO 3166-1 alpha-2. Kept with at most 2 characters */
            country?: string | number | null;
            /** @description Kept with at most 254 characters */
            email?: string | number | null;
            /** @description Kept with at most 64 characters */
            firstName?: string | number | null;
            /** @description Kept with at most 64 characters */
            lastName?: string | number | null;
            /** @description Kept with at most 200 characters */
            line1?: string | number | null;
            /** @description Kept with at most 200 characters */
            line2?: string | number | null;
            /** @description Kept with at most 64 characters */
            middleName?: string | number | null;
            /** @description Kept with at most 10 characters */
            phoneAreaCode?: string | number | null;
            /** @description Kept with at most 20 characters */
            phoneNumber?: string | number | null;
            /** @description Kept with at most 20 characters */
            postalCode?: string | number | null;
            /** @description Kept with at most 100 characters */
            state?: string | number | null;
        };
        GivenAgreementCheckout: {
            /** @description True allows this checkout beside others of the order: for deposits, installments and split orders */
            allowRepeat?: boolean;
            amount: components["schemas"]["Money"];
            /** @description PayKKa's `authorisation_type`; default PAYKKA_AUTHORISATION_TYPE */
            authorisationType?: string;
            billing?: components["schemas"]["GivenAddress"] | null;
            /** @description PayKKa's `billing_address_collection`; default PAYKKA_BILLING_ADDRESS_COLLECTION */
            billingAddressCollection?: string;
            /** @enum {string} */
            capture?: "automatic" | "manual";
            /** @description PayKKa's `challenge_indicator`; default PAYKKA_CHALLENGE_INDICATOR */
            challengeIndicator?: string;
            /** @description What the shopper reads on the bank statement; default PAYKKA_DESCRIPTOR. Kept with at most 64 characters */
            descriptor?: string | number | null;
            expiresIn?: number;
            goods?: components["schemas"]["GivenGoodsItem"][] | null;
            /** @description Kept as BCP 47 */
            locale?: string | number | null;
            /** @description Your name on PayKKa's own page; default HOSTED_MERCHANT_NAME. Kept with at most 128 characters */
            merchantName?: string | number | null;
            metadata?: {
                [key: string]: string | number | boolean | null;
            } | null;
            methods?: ("card" | "apple_pay" | "google_pay" | "hosted")[];
            orderReference: string;
            returnUrl: string;
            shipping?: components["schemas"]["GivenAddress"] | null;
            shopper?: components["schemas"]["GivenShopper"] | null;
            /** @description The theme of PayKKa's own page; default HOSTED_THEME_ID */
            themeId?: string;
        };
        GivenChange: {
            amount?: components["schemas"]["Money"];
            goods?: components["schemas"]["GivenGoodsItem"][] | null;
        };
        GivenCharge: {
            agreementId: string;
            /** @description True charges the agreement for this order once more */
            allowRepeat?: boolean;
            amount: components["schemas"]["Money"];
            /** @description PayKKa's `authorisation_type`; default PAYKKA_AUTHORISATION_TYPE */
            authorisationType?: string;
            billing?: components["schemas"]["GivenAddress"] | null;
            /** @description PayKKa's `billing_address_collection`; default PAYKKA_BILLING_ADDRESS_COLLECTION */
            billingAddressCollection?: string;
            /** @enum {string} */
            capture?: "automatic" | "manual";
            /** @description What the shopper reads on the bank statement; default PAYKKA_DESCRIPTOR. Kept with at most 64 characters */
            descriptor?: string | number | null;
            goods?: components["schemas"]["GivenGoodsItem"][] | null;
            metadata?: {
                [key: string]: string | number | boolean | null;
            } | null;
            orderReference: string;
            returnUrl?: string;
            shipping?: components["schemas"]["GivenAddress"] | null;
            shopper?: components["schemas"]["GivenShopper"] | null;
        };
        GivenCheckout: {
            /** @description True allows this checkout beside others of the order: for deposits, installments and split orders */
            allowRepeat?: boolean;
            amount: components["schemas"]["Money"];
            /** @description PayKKa's `authorisation_type`; default PAYKKA_AUTHORISATION_TYPE */
            authorisationType?: string;
            billing?: components["schemas"]["GivenAddress"] | null;
            /** @description PayKKa's `billing_address_collection`; default PAYKKA_BILLING_ADDRESS_COLLECTION */
            billingAddressCollection?: string;
            /** @enum {string} */
            capture?: "automatic" | "manual";
            /** @description PayKKa's `challenge_indicator`; default PAYKKA_CHALLENGE_INDICATOR */
            challengeIndicator?: string;
            /** @description What the shopper reads on the bank statement; default PAYKKA_DESCRIPTOR. Kept with at most 64 characters */
            descriptor?: string | number | null;
            expiresIn?: number;
            goods?: components["schemas"]["GivenGoodsItem"][] | null;
            /** @description Kept as BCP 47 */
            locale?: string | number | null;
            /** @description Your name on PayKKa's own page; default HOSTED_MERCHANT_NAME. Kept with at most 128 characters */
            merchantName?: string | number | null;
            metadata?: {
                [key: string]: string | number | boolean | null;
            } | null;
            methods?: ("card" | "apple_pay" | "google_pay" | "hosted")[];
            orderReference: string;
            recurring?: components["schemas"]["GivenRecurring"] | null;
            returnUrl: string;
            /** @enum {string} */
            saveCard?: "off" | "ask" | "always";
            shipping?: components["schemas"]["GivenAddress"] | null;
            shopper?: components["schemas"]["GivenShopper"] | null;
            /** @description The theme of PayKKa's own page; default HOSTED_THEME_ID */
            themeId?: string;
        };
        GivenGoodsItem: {
            /** @description Kept with at most 100 characters */
            brand?: string | number | null;
            /** @description Kept with at most 100 characters */
            category?: string | number | null;
            /** @description RFC 3339, UTC. Kept with at most 30 characters */
            deliveryDate?: string | number | null;
            /** @description Kept with at most 500 characters */
            description?: string | number | null;
            /** @description Kept with at most 64 characters */
            id?: string | number | null;
            /** @description Kept with at most 1024 characters */
            link?: string | number | null;
            /** @description Kept with at most 200 characters */
            name?: string | number | null;
            /** @description Kept with at most 1024 characters */
            pictureUrl?: string | number | null;
            /** @description Integer in the currency's minor unit. Kept as a whole number or as text */
            price?: string | number | null;
            /** @description Kept as a whole number or as text */
            quantity?: string | number | null;
        };
        GivenHosted: {
            billing?: components["schemas"]["GivenAddress"] | null;
            methods?: ("card" | "apple_pay" | "google_pay" | "eftpos" | "wechat_pay" | "alipay_plus" | "sepa" | "bancontact" | "eps" | "ideal" | "p24" | "sofort" | "grabpay" | "boost" | "touch_n_go" | "maybank_qrpay" | "shopeepay" | "linepay" | "ninepay" | "gcash" | "paymaya" | "zalopay" | "vietqr" | "pix" | "picpay" | "opay_wallet" | "qris" | "promptpay")[];
            version?: number;
        };
        GivenRecurring: {
            amount?: components["schemas"]["Money"] | null;
            interval?: ({
                /** @description Kept as a whole number or as text */
                count?: string | number | null;
                /** @description Kept as a whole number or as text */
                unit?: string | number | null;
            } | string) | null;
            /** @description What the shopper subscribes to, for example Premium. Kept with at most 80 characters */
            label?: string | number | null;
            /** @enum {string} */
            type: "subscription" | "unscheduled";
        };
        GivenRefund: {
            /** @description True repeats the same kind and amount less than ten minutes after a success */
            allowRepeat?: boolean;
            amount?: components["schemas"]["Money"];
            customer?: components["schemas"]["GivenRefundCustomer"] | null;
            /** @description True refunds a payment although a dispute of it was reported */
            evenIfDisputed?: boolean;
            /** @enum {string} */
            reason?: "requested_by_customer" | "duplicate" | "fraudulent" | "other";
        };
        GivenRefundCustomer: {
            /** @description Kept with at most 254 characters */
            email?: string | number | null;
            /** @description Kept with at most 64 characters */
            firstName?: string | number | null;
            /** @description Kept with at most 64 characters */
            lastName?: string | number | null;
            /** @description Kept with at most 10 characters */
            phoneAreaCode?: string | number | null;
            /** @description Kept with at most 20 characters */
            phoneNumber?: string | number | null;
        };
        GivenShopper: {
            /** @description For example 1990-01-31. Kept with at most 32 characters */
            dateOfBirth?: string | number | null;
            /** @description Kept with at most 254 characters */
            email?: string | number | null;
            /** @description Kept with at most 64 characters */
            firstName?: string | number | null;
            /** @description When the shopper first bought, RFC 3339. Kept with at most 40 characters */
            firstShoppingTime?: string | number | null;
            /** @description Kept with at most 16 characters */
            gender?: string | number | null;
            /** @description IPv4 or IPv6. Kept with at most 45 characters */
            ip?: string | number | null;
            /** @description Kept with at most 64 characters */
            lastName?: string | number | null;
            /** @description When the shopper last bought, RFC 3339. Kept with at most 40 characters */
            lastShoppingTime?: string | number | null;
            /** @description Your own level of this customer. Kept as a whole number or as text */
            level?: string | number | null;
            /** @description How many orders the shopper has paid. Kept as a whole number or as text */
            pastTransactions?: string | number | null;
            /** @description Kept with at most 10 characters */
            phoneAreaCode?: string | number | null;
            /** @description Kept with at most 20 characters */
            phoneNumber?: string | number | null;
            /** @description Printable text, without a blank at its ends */
            reference?: string;
            /** @description When the shopper signed up, RFC 3339. Kept with at most 40 characters */
            registrationTime?: string | number | null;
        };
        GoodsItem: {
            brand?: string;
            category?: string;
            /** @description RFC 3339, UTC */
            deliveryDate?: string;
            description?: string;
            id: string;
            link?: string;
            name: string;
            pictureUrl?: string;
            /** @description Integer in the currency's minor unit */
            price: number;
            quantity: number;
        };
        HostedResponse: {
            url: string;
        };
        ListedCheckout: {
            amount: components["schemas"]["Money"];
            attempts: number;
            /** @description RFC 3339, UTC */
            createdAt: string;
            /** @description RFC 3339, UTC */
            expiresAt: string;
            id: string;
            livePaymentId?: string;
            orderReference: string;
            paidPaymentId?: string;
            shop: string;
            shopperReference?: string;
            /** @enum {string} */
            status: "open" | "processing" | "action_required" | "unknown" | "authorized" | "succeeded" | "canceled" | "expired";
            supersededBy?: string;
            /** @description RFC 3339, UTC */
            updatedAt: string;
            version: number;
        };
        ListedDispute: {
            amount?: components["schemas"]["Money"];
            /** @description Acquirer reference number */
            arn?: string;
            checkoutId: string;
            disputeTime?: string;
            /** @description `dueTime` as RFC 3339 in UTC, if it can be parsed; without a zone it means +08:00 */
            dueAt?: string;
            dueTime?: string;
            gatewayDisputeId?: string;
            id: string;
            /** @description False once a stage or staff ended it */
            open: boolean;
            orderAmount?: components["schemas"]["Money"];
            orderReference: string;
            /** @enum {string} */
            outcome?: "accepted" | "won" | "lost";
            /** @description RFC 3339, UTC */
            outcomeAt?: string;
            paidWith?: string;
            paymentId: string;
            postingDate?: string;
            reason?: string;
            reasonText?: string;
            /** @description RFC 3339, UTC */
            reportedAt: string;
            shop: string;
            stage?: string;
            /** @description RFC 3339, UTC */
            updatedAt: string;
            /** @description False when the notification was not signed */
            verified: boolean;
        };
        ListedOperation: {
            actor?: components["schemas"]["Actor"];
            amount: components["schemas"]["Money"];
            /** @description RFC 3339, UTC */
            createdAt: string;
            failure?: components["schemas"]["Failure"];
            /** @description For a capture: releases the rest */
            final?: boolean;
            /** @description PayKKa's id of a refund (`refund_order_id`) */
            gatewayRefundId?: string;
            /** @description PayKKa's status of the refund */
            gatewayStatus?: string;
            id: string;
            orderReference: string;
            paymentId: string;
            reason?: string;
            shop: string;
            /** @enum {string} */
            status: "sending" | "processing" | "reviewing" | "unknown" | "succeeded" | "failed" | "needs_review";
            /** @enum {string} */
            type: "capture" | "void" | "refund";
            /** @description RFC 3339, UTC */
            updatedAt: string;
        };
        ListedPayment: {
            amount: components["schemas"]["Money"];
            attempt: number;
            attention: ("needs_review" | "unknown" | "capture_due" | "refund_open" | "dispute_open" | "duplicate" | "late")[];
            capturable?: number;
            captured?: number;
            card?: {
                brand: string;
                last4: string;
            };
            checkoutId: string;
            /** @description RFC 3339, UTC */
            createdAt: string;
            decline?: string;
            disputes: {
                dueTime?: string;
                open: number;
                stage?: string;
            };
            gatewayOrderId?: string;
            id: string;
            /** @enum {string} */
            method: "card" | "saved_card" | "encrypted_card" | "apple_pay" | "google_pay" | "hosted" | "agreement";
            orderReference: string;
            refundable?: number;
            refunded?: number;
            refunds: {
                count: number;
                open: number;
            };
            shop: string;
            shopperReference?: string;
            /** @enum {string} */
            status: "sending" | "action_required" | "processing" | "unknown" | "authorized" | "succeeded" | "declined" | "failed" | "canceled" | "expired" | "partially_refunded" | "refunded" | "partially_reversed" | "needs_review";
            supportCode: string;
            transId: string;
            /** @description RFC 3339, UTC */
            updatedAt: string;
        };
        MetricsBucket: {
            /** @description approved ÷ (approved + declined); null where there is neither */
            approvalRate: number | null;
            approved: number;
            attempts: number;
            /** @description Minor units */
            authorizedOpen: number;
            /** @description Minor units */
            captured: number;
            /** @description ISO 4217 alphabetic code */
            currency: string;
            declined: number;
            ended: number;
            /** @description Empty where there is none */
            group?: string;
            net: number;
            open: number;
            /** @description Minor units */
            refunded: number;
            /** @description First day of the bucket in the time zone */
            start: string;
            unknown: number;
        };
        Money: {
            /** @description ISO 4217 alphabetic code */
            currency: string;
            /** @description Integer in the currency's minor unit */
            value: number;
        };
        Operation: {
            actor?: components["schemas"]["Actor"];
            amount: components["schemas"]["Money"];
            /** @description RFC 3339, UTC */
            createdAt: string;
            failure?: components["schemas"]["Failure"];
            /** @description For a capture: releases the rest */
            final?: boolean;
            /** @description PayKKa's id of a refund (`refund_order_id`) */
            gatewayRefundId?: string;
            /** @description PayKKa's status of the refund */
            gatewayStatus?: string;
            id: string;
            paymentId: string;
            reason?: string;
            /** @enum {string} */
            status: "sending" | "processing" | "reviewing" | "unknown" | "succeeded" | "failed" | "needs_review";
            /** @enum {string} */
            type: "capture" | "void" | "refund";
            /** @description RFC 3339, UTC */
            updatedAt: string;
        };
        OperationList: {
            data: components["schemas"]["ListedOperation"][];
            nextCursor: string | null;
        };
        OperationResponse: {
            operation: components["schemas"]["Operation"];
            payment: components["schemas"]["Payment"];
            /** @description The parts of the order data that were changed or left out; this never refuses a sale */
            warnings?: components["schemas"]["Warning"][];
        };
        OtherToken: {
            id: string;
            paidWith?: string;
            /** @enum {string} */
            usage?: "saved_card" | "subscription" | "unscheduled";
        };
        Payment: {
            action?: {
                /** @enum {string} */
                type: "redirect";
                url: string;
            };
            agreementId?: string;
            amount: components["schemas"]["Money"];
            attempt: number;
            authorisationType?: string;
            balances?: {
                authorized: number;
                capturable: number;
                captured: number;
                refundable: number;
                refunded: number;
                voidable: number;
                voided: number;
            };
            /** @enum {string} */
            capture: "automatic" | "manual";
            /** @description Of held funds: PayKKa's `expire_time`. RFC 3339, UTC */
            captureBefore?: string;
            card?: {
                /** @description First six to eight digits */
                bin?: string;
                brand: string;
                last4: string;
            };
            checkoutId: string;
            consent?: {
                /**
                 * @description PayKKa's own page asked; the text is PayKKa's
                 * @enum {string}
                 */
                askedBy?: "paykka";
                /** @description RFC 3339, UTC */
                at: string;
                /** @description BCP 47 */
                locale?: string;
                /** @enum {string} */
                purpose: "saved_card" | "subscription" | "unscheduled";
                text?: string;
                /** @description SHA-256 of the text's UTF-8 bytes, hex */
                textHash?: string;
            };
            /** @description RFC 3339, UTC */
            createdAt: string;
            decline?: {
                code: string;
                /** @description PayKKa's `ret_code` or `error_code`, for example 010000 */
                gatewayCode?: string;
                /** @description PayKKa's message (`ret_msg`, `error_description`) without card data. Not for shoppers */
                gatewayMessage?: string;
                /** @enum {string} */
                retry: "same-card" | "other-card" | "later" | "contact-bank" | "never";
            };
            disputes: components["schemas"]["Dispute"][];
            duplicateOf?: string;
            /** @description While it is open: PayKKa's `expire_time`. RFC 3339, UTC */
            expiresAt?: string;
            failure?: components["schemas"]["Failure"];
            /** @description PayKKa's id (`order_id`) */
            gatewayOrderId?: string;
            history: {
                /** @description RFC 3339, UTC */
                at: string;
                cause: string;
                detail?: string;
                from: ("sending" | "action_required" | "processing" | "unknown" | "authorized" | "succeeded" | "declined" | "failed" | "canceled" | "expired" | "partially_refunded" | "refunded" | "partially_reversed" | "needs_review") | null;
                /** @description PayKKa's message (`ret_msg`, `error_description`) without card data. Not for shoppers */
                gatewayMessage?: string;
                /** @enum {string} */
                to: "sending" | "action_required" | "processing" | "unknown" | "authorized" | "succeeded" | "declined" | "failed" | "canceled" | "expired" | "partially_refunded" | "refunded" | "partially_reversed" | "needs_review";
            }[];
            id: string;
            /** @description RFC 3339, UTC */
            leftAt?: string;
            /** @enum {string} */
            method: "card" | "saved_card" | "encrypted_card" | "apple_pay" | "google_pay" | "hosted" | "agreement";
            operations: components["schemas"]["Operation"][];
            orderReference: string;
            /** @description RFC 3339, UTC */
            paidAt?: string;
            /** @description The method that PayKKa reports: a word of HostedMethod, or PayKKa's code in lower case where it is not known */
            paidWith?: string;
            /** @description RFC 3339, UTC */
            payableUntil?: string;
            retry?: {
                /** @enum {string} */
                advice: "later" | "new-card" | "shopper" | "never";
                /** @description RFC 3339, UTC */
                notBefore?: string;
            };
            /** @description Of a paid payment that was to store its card: whether PayKKa has. PayKKa may tell it up to half an hour later */
            saved?: boolean;
            savedCardId?: string;
            /** @enum {string} */
            status: "sending" | "action_required" | "processing" | "unknown" | "authorized" | "succeeded" | "declined" | "failed" | "canceled" | "expired" | "partially_refunded" | "refunded" | "partially_reversed" | "needs_review";
            supportCode: string;
            /** @description Our id at PayKKa (`trans_id`) */
            transId: string;
            /** @description RFC 3339, UTC */
            updatedAt: string;
            way?: {
                /** @enum {string} */
                code: "card" | "apple_pay" | "google_pay" | "eftpos" | "wechat_pay" | "alipay_plus" | "sepa" | "bancontact" | "eps" | "ideal" | "p24" | "sofort" | "grabpay" | "boost" | "touch_n_go" | "maybank_qrpay" | "shopeepay" | "linepay" | "ninepay" | "gcash" | "paymaya" | "zalopay" | "vietqr" | "pix" | "picpay" | "opay_wallet" | "qris" | "promptpay";
                name: string;
            };
        };
        PaymentList: {
            data: components["schemas"]["ListedPayment"][];
            nextCursor: string | null;
        };
        PaymentMetrics: {
            data: components["schemas"]["MetricsBucket"][];
            timeZone: string;
        };
        PaymentResponse: {
            payment: components["schemas"]["Payment"];
            /** @description The parts of the order data that were changed or left out; this never refuses a sale */
            warnings?: components["schemas"]["Warning"][];
        };
        PaymentSummary: {
            data: {
                /** @description Minor units */
                amount: number;
                /** @description Minor units */
                captured: number;
                count: number;
                /** @description ISO 4217 alphabetic code */
                currency: string;
                /** @description Minor units */
                refunded: number;
                /** @enum {string} */
                status: "sending" | "action_required" | "processing" | "unknown" | "authorized" | "succeeded" | "declined" | "failed" | "canceled" | "expired" | "partially_refunded" | "refunded" | "partially_reversed" | "needs_review";
            }[];
        };
        Problem: {
            /** @description The checkout that blocks this request */
            checkout?: {
                id: string;
                /** @enum {string} */
                status: "open" | "processing" | "action_required" | "unknown" | "authorized" | "succeeded" | "canceled" | "expired";
            };
            /** @enum {string} */
            code: "malformed_request" | "idempotency_key_invalid" | "unauthorized" | "secret_key_in_browser" | "forbidden" | "challenge_required" | "not_found" | "method_not_allowed" | "payment_in_progress" | "already_paid" | "amount_changed" | "too_many_attempts" | "checkout_closed" | "order_in_progress" | "order_already_paid" | "idempotency_in_flight" | "operation_in_progress" | "operation_repeated" | "payment_disputed" | "operation_not_possible" | "agreement_missing" | "agreement_inactive" | "agreement_active" | "erasure_not_possible" | "checkout_expired" | "body_too_large" | "unsupported_media_type" | "validation_failed" | "cursor_invalid" | "card_data_refused" | "card_unreadable" | "card_expired_seal" | "method_unavailable" | "amount_too_high" | "refund_customer_required" | "wallet_token_refused" | "idempotency_key_reused" | "rate_limited" | "internal_error" | "gateway_unreachable" | "gateway_refused" | "recurring_refused" | "busy" | "not_ready";
            current?: {
                /** @description ISO 4217 alphabetic code */
                currency: string;
                /** @description How many digits of `value` are decimals (ISO 4217): a page formats by these, never by its own table */
                decimals?: number;
                /** @description Ready to show, in the checkout's locale */
                display: string;
                /** @description Integer in the currency's minor unit */
                value: number;
            };
            detail?: string;
            errors?: {
                /** @description JSON Pointer (RFC 6901) to the field */
                field: string;
                message: string;
            }[];
            /** @description What is not over yet */
            open?: {
                id: string;
                paymentId?: string;
                status?: string;
                /** @enum {string} */
                type: "payment" | "operation" | "dispute" | "agreement" | "checkout";
            }[];
            /** @description The capture, void or refund that blocks this request */
            operation?: {
                id: string;
                /** @enum {string} */
                status: "sending" | "processing" | "reviewing" | "unknown" | "succeeded" | "failed" | "needs_review";
                /** @enum {string} */
                type: "capture" | "void" | "refund";
            };
            payment?: components["schemas"]["PublicPayment"];
            requestId: string;
            shown?: {
                /** @description ISO 4217 alphabetic code */
                currency: string;
                /** @description How many digits of `value` are decimals (ISO 4217): a page formats by these, never by its own table */
                decimals?: number;
                /** @description Ready to show, in the checkout's locale */
                display: string;
                /** @description Integer in the currency's minor unit */
                value: number;
            };
            status: number;
            /** @description Where to ask for the result */
            statusUrl?: string;
            title: string;
            version?: number;
        };
        PublicPayment: {
            action?: {
                /** @enum {string} */
                type: "redirect";
                url: string;
            };
            attempt: number;
            card?: {
                brand: string;
                last4: string;
            };
            /** @description RFC 3339, UTC */
            createdAt: string;
            decline?: {
                /** @enum {string} */
                reason?: "authentication" | "authentication_required";
                /** @enum {string} */
                retry: "same-card" | "other-card" | "later" | "contact-bank" | "never";
            };
            id: string;
            /** @enum {string} */
            method: "card" | "saved_card" | "encrypted_card" | "apple_pay" | "google_pay" | "hosted" | "agreement";
            /** @enum {string} */
            status: "sending" | "action_required" | "processing" | "unknown" | "authorized" | "succeeded" | "declined" | "failed" | "canceled" | "expired" | "partially_refunded" | "refunded" | "partially_reversed" | "needs_review";
            /** @description Give this to support: it finds the payment in logs and at PayKKa */
            supportCode: string;
            way?: {
                /** @enum {string} */
                code: "card" | "apple_pay" | "google_pay" | "eftpos" | "wechat_pay" | "alipay_plus" | "sepa" | "bancontact" | "eps" | "ideal" | "p24" | "sofort" | "grabpay" | "boost" | "touch_n_go" | "maybank_qrpay" | "shopeepay" | "linepay" | "ninepay" | "gcash" | "paymaya" | "zalopay" | "vietqr" | "pix" | "picpay" | "opay_wallet" | "qris" | "promptpay";
                name: string;
            };
        };
        RecurringInterval: {
            count: number;
            /** @enum {string} */
            unit: "day" | "week" | "month" | "year";
        };
        RefundList: {
            data: components["schemas"]["Operation"][];
        };
        ShopEvent: {
            data: {
                agreement?: components["schemas"]["Agreement"];
                agreementId?: string;
                amountDiffers?: boolean;
                checkoutId: string;
                dispute?: {
                    amount?: components["schemas"]["Money"];
                    /** @description Acquirer reference number */
                    arn?: string;
                    disputeTime?: string;
                    dueTime?: string;
                    id?: string;
                    orderAmount?: components["schemas"]["Money"];
                    paidWith?: string;
                    postingDate?: string;
                    reason?: string;
                    reasonText?: string;
                    stage?: string;
                    /** @description False when the notification was not signed */
                    verified: boolean;
                };
                duplicate?: boolean;
                late?: boolean;
                operation?: components["schemas"]["Operation"];
                order?: {
                    /** @description Another checkout of this order was already paid */
                    paidBefore: boolean;
                };
                orderReference: string;
                payment: components["schemas"]["Payment"];
            };
            id: string;
            /** @description True for a sample of `paykka-bff events test`: nothing happened */
            test?: boolean;
            /** @description RFC 3339, UTC */
            timestamp: string;
            /** @enum {string} */
            type: "payment.authorized" | "payment.succeeded" | "payment.declined" | "payment.failed" | "payment.canceled" | "payment.expired" | "payment.unknown" | "payment.needs_review" | "payment.partially_refunded" | "payment.refunded" | "payment.partially_reversed" | "payment.capture_overdue" | "capture.succeeded" | "capture.failed" | "capture.unknown" | "capture.needs_review" | "void.succeeded" | "void.failed" | "void.unknown" | "void.needs_review" | "refund.processing" | "refund.reviewing" | "refund.succeeded" | "refund.failed" | "refund.unknown" | "refund.needs_review" | "dispute.reported" | "agreement.ended" | "agreement.card_expiring";
            /** @description Of the schema; 1 when missing */
            version?: number;
        };
        Shopper: {
            /** @description For example 1990-01-31 */
            dateOfBirth?: string;
            email?: string;
            firstName?: string;
            /** @description When the shopper first bought, RFC 3339 */
            firstShoppingTime?: string;
            gender?: string;
            /** @description IPv4 or IPv6 */
            ip?: string;
            lastName?: string;
            /** @description When the shopper last bought, RFC 3339 */
            lastShoppingTime?: string;
            /** @description Your own level of this customer */
            level?: number | string;
            /** @description How many orders the shopper has paid */
            pastTransactions?: number | string;
            phoneAreaCode?: string;
            phoneNumber?: string;
            /** @description Printable text, without a blank at its ends */
            reference?: string;
            /** @description When the shopper signed up, RFC 3339 */
            registrationTime?: string;
        };
        ShopperData: {
            agreements: components["schemas"]["Agreement"][];
            cards: components["schemas"]["StoredCard"][];
            checkouts: components["schemas"]["Checkout"][];
            /** @description Earlier ones of this shopper */
            erasures: components["schemas"]["Erasure"][];
            reference: string;
        };
        ShopperSecret: {
            clientSecret: string;
            /** @description RFC 3339, UTC */
            expiresAt: string;
        };
        StoredCard: {
            brand: string;
            expMonth?: string;
            expYear?: string;
            id: string;
            last4: string;
        };
        StoredCardList: {
            data: components["schemas"]["StoredCard"][];
            others?: components["schemas"]["OtherToken"][];
        };
        VoidRequest: {
            /** @description True repeats the same kind and amount less than ten minutes after a success */
            allowRepeat?: boolean;
            amount?: components["schemas"]["Money"];
            reason?: string;
        };
        Warning: {
            field: string;
            message?: string;
            /** @enum {string} */
            reason: "changed" | "shortened" | "left_out";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Actor = components['schemas']['Actor'];
export type Address = components['schemas']['Address'];
export type Agreement = components['schemas']['Agreement'];
export type AgreementList = components['schemas']['AgreementList'];
export type AgreementResponse = components['schemas']['AgreementResponse'];
export type AuditEntry = components['schemas']['AuditEntry'];
export type AuditList = components['schemas']['AuditList'];
export type CaptureRequest = components['schemas']['CaptureRequest'];
export type Checkout = components['schemas']['Checkout'];
export type CheckoutList = components['schemas']['CheckoutList'];
export type CreatedCheckout = components['schemas']['CreatedCheckout'];
export type Dispute = components['schemas']['Dispute'];
export type DisputeDetail = components['schemas']['DisputeDetail'];
export type DisputeEvidence = components['schemas']['DisputeEvidence'];
export type DisputeList = components['schemas']['DisputeList'];
export type DisputeNote = components['schemas']['DisputeNote'];
export type DisputeNoteRequest = components['schemas']['DisputeNoteRequest'];
export type DisputeOutcomeRequest = components['schemas']['DisputeOutcomeRequest'];
export type DisputeResponse = components['schemas']['DisputeResponse'];
export type DisputeStage = components['schemas']['DisputeStage'];
export type Erasure = components['schemas']['Erasure'];
export type ErasureRequest = components['schemas']['ErasureRequest'];
export type ErasureResponse = components['schemas']['ErasureResponse'];
export type Failure = components['schemas']['Failure'];
export type GivenAddress = components['schemas']['GivenAddress'];
export type GivenAgreementCheckout = components['schemas']['GivenAgreementCheckout'];
export type GivenChange = components['schemas']['GivenChange'];
export type GivenCharge = components['schemas']['GivenCharge'];
export type GivenCheckout = components['schemas']['GivenCheckout'];
export type GivenGoodsItem = components['schemas']['GivenGoodsItem'];
export type GivenHosted = components['schemas']['GivenHosted'];
export type GivenRecurring = components['schemas']['GivenRecurring'];
export type GivenRefund = components['schemas']['GivenRefund'];
export type GivenRefundCustomer = components['schemas']['GivenRefundCustomer'];
export type GivenShopper = components['schemas']['GivenShopper'];
export type GoodsItem = components['schemas']['GoodsItem'];
export type HostedResponse = components['schemas']['HostedResponse'];
export type ListedCheckout = components['schemas']['ListedCheckout'];
export type ListedDispute = components['schemas']['ListedDispute'];
export type ListedOperation = components['schemas']['ListedOperation'];
export type ListedPayment = components['schemas']['ListedPayment'];
export type MetricsBucket = components['schemas']['MetricsBucket'];
export type Money = components['schemas']['Money'];
export type Operation = components['schemas']['Operation'];
export type OperationList = components['schemas']['OperationList'];
export type OperationResponse = components['schemas']['OperationResponse'];
export type OtherToken = components['schemas']['OtherToken'];
export type Payment = components['schemas']['Payment'];
export type PaymentList = components['schemas']['PaymentList'];
export type PaymentMetrics = components['schemas']['PaymentMetrics'];
export type PaymentResponse = components['schemas']['PaymentResponse'];
export type PaymentSummary = components['schemas']['PaymentSummary'];
export type Problem = components['schemas']['Problem'];
export type PublicPayment = components['schemas']['PublicPayment'];
export type RecurringInterval = components['schemas']['RecurringInterval'];
export type RefundList = components['schemas']['RefundList'];
export type ShopEvent = components['schemas']['ShopEvent'];
export type Shopper = components['schemas']['Shopper'];
export type ShopperData = components['schemas']['ShopperData'];
export type ShopperSecret = components['schemas']['ShopperSecret'];
export type StoredCard = components['schemas']['StoredCard'];
export type StoredCardList = components['schemas']['StoredCardList'];
export type VoidRequest = components['schemas']['VoidRequest'];
export type Warning = components['schemas']['Warning'];
