App({ greeting: '您好', onLaunch() {} })
