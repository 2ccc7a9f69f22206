export type Language = 'en' | 'de' | 'fr' | 'es' | 'bg' | 'ja'

/** One way a case can be told: `{…}` is filled in from the details. */
export interface Story {
  readonly subject: string
  readonly body: readonly string[]
}

/** How a customer opens and closes a letter. */
export const manners: Readonly<
  Record<Language, { readonly open: readonly string[]; readonly close: readonly string[] }>
> = {
  en: {
    open: ['Hi team,', 'Hello,', 'Good morning,', 'Hi there 👋'],
    close: [
      'Thanks,\n{name}',
      'Kind regards,\n{name}\n{company}',
      'Best,\n{name}',
      'Thank you for your help 🙏\n{name}',
    ],
  },
  de: {
    open: ['Guten Tag,', 'Hallo zusammen,', 'Sehr geehrte Damen und Herren,'],
    close: ['Mit freundlichen Grüßen\n{name}\n{company}', 'Viele Grüße\n{name}'],
  },
  fr: {
    open: ['Bonjour,', 'Bonjour à toute l’équipe,'],
    close: ['Cordialement,\n{name}\n{company}', 'Merci d’avance !\n{name}'],
  },
  es: { open: ['Hola:', 'Buenos días:'], close: ['Un saludo,\n{name}', '¡Muchas gracias!\n{name}\n{company}'] },
  bg: { open: ['Здравейте,', 'Добър ден,'], close: ['Поздрави,\n{name}', 'С уважение,\n{name}\n{company}'] },
  ja: {
    open: ['お世話になっております。{company}の{name}です。', 'いつもお世話になっております。'],
    close: [
      'お手数ですが、ご確認のほどよろしくお願いいたします。',
      '何卒よろしくお願い申し上げます。\n{company} {name}',
    ],
  },
}

/** Letters in other languages than English. */
export const foreignStories: Readonly<Record<Exclude<Language, 'en'>, readonly Story[]>> = {
  de: [
    {
      subject: 'Etikettendruck bricht nach {count} Sendungen ab',
      body: [
        'seit dem Update auf {version} bricht der Etikettendruck nach etwa {count} Sendungen ab.',
        'Fehlermeldung: „Gerät nicht verfügbar ({code})“. Ein Neustart des Druckdienstes hilft nur für kurze Zeit.',
      ],
    },
    {
      subject: 'Rechnung {invoice}: Umsatzsteuer falsch ausgewiesen',
      body: [
        'auf der Rechnung {invoice} wurden 19 % statt 7 % ausgewiesen.',
        'Bitte um Korrektur bis Monatsende, die Buchhaltung kann sonst nicht abschließen.',
      ],
    },
    {
      subject: 'Anmeldung über SSO nicht möglich – Größe des Tokens?',
      body: [
        'mehrere Kolleginnen und Kollegen können sich seit heute früh nicht mehr anmelden.',
        'Betroffen sind nur Benutzer mit vielen Gruppen. Code: {code}.',
      ],
    },
    {
      subject: 'Bestandsabgleich überspringt Artikel mit Umlauten',
      body: [
        'Artikel wie „Überwurfmutter M{count}“ fehlen nach dem nächtlichen Abgleich.',
        'Im Protokoll steht nur: {code}.',
      ],
    },
  ],
  fr: [
    {
      subject: 'Impossible d’exporter le rapport mensuel ({code})',
      body: [
        'L’export du rapport mensuel échoue systématiquement après {count} secondes.',
        'Nous avons essayé avec Firefox et Chrome, sans succès. C’est assez urgent pour notre clôture.',
      ],
    },
    {
      subject: 'Application mobile : déconnexion à chaque scan',
      body: [
        'Depuis la version {version}, l’application nous déconnecte à chaque lecture de code-barres.',
        'Près de {count} colis sont en attente à l’entrepôt de Nantes 😟',
      ],
    },
    {
      subject: 'Facture {invoice} reçue deux fois',
      body: [
        'Nous avons reçu deux fois la facture {invoice}, avec des montants différents.',
        'Pouvez-vous nous confirmer laquelle est la bonne ?',
      ],
    },
  ],
  es: [
    {
      subject: 'El panel muestra pedidos de «otro» cliente',
      body: [
        'Desde ayer el panel principal muestra {count} pedidos que no son nuestros.',
        '¿Podrían revisarlo cuanto antes? Es un tema de privacidad.',
      ],
    },
    {
      subject: '¿Cómo añado un segundo almacén?',
      body: [
        'Abrimos un almacén nuevo en Málaga y no encuentro la opción para añadirlo.',
        'Tenemos la versión {version}.',
      ],
    },
    {
      subject: 'Webhook de envíos sin respuesta: {code}',
      body: [
        'El webhook de envíos dejó de llegar a nuestro servidor.',
        'El último evento correcto fue el número {count}. No hemos cambiado nada en el cortafuegos.',
      ],
    },
  ],
  bg: [
    {
      subject: 'Не се печатат товарителници към Гърция',
      body: [
        'От вчера не можем да отпечатаме товарителници за пратки към Гърция.',
        'Грешката е {code}. Засегнати са около {count} пратки.',
      ],
    },
    {
      subject: 'Грешен ДДС номер във фактура {invoice}',
      body: [
        'Във фактура {invoice} е посочен стар ДДС номер.',
        'Моля, издайте коригирана фактура до края на седмицата.',
      ],
    },
    {
      subject: 'Мобилното приложение показва „йероглифи“ вместо кирилица',
      body: [
        'След обновяването до {version} имената на артикулите са нечетими.',
        'На друг телефон проблемът е същият.',
      ],
    },
  ],
  ja: [
    {
      subject: '在庫同期が{code}で停止する',
      body: [
        'バージョン{version}へ更新後、在庫同期が毎晩停止します。',
        '約{count}件の商品が未反映のままです。\n\n再現手順：\n1. 管理画面を開く\n2. 「今すぐ同期」を押す\n3. 数分後にエラーが表示される',
      ],
    },
    {
      subject: '請求書{invoice}の宛名の変更について',
      body: ['請求書{invoice}の宛名を「経理部」宛に変更していただけますでしょうか。'],
    },
    {
      subject: 'ラベル印刷で文字化け（①②③、㈱など）',
      body: ['出荷ラベルの印刷時に、「①」や「㈱」などの文字が「?」になります。', '対象は{count}件ほどです。'],
    },
  ],
}
