namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>How the messages of a channel are protected (OPC 10000-4, 7.20), as people choose it.</summary>
public enum SecurityMode
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Nobody can change or forge them; everybody on the way can read them.</summary>
    Sign,

    /// <summary>Nobody can change, forge or read them.</summary>
    SignAndEncrypt,
}

/// <summary>The security policies of OPC 10000-7 that this stack speaks. The deprecated ones are not among them.</summary>
public enum SecurityPolicyChoice
{
    /// <summary>No certificates, no keys.</summary>
    None,

    /// <summary>RSA 2048 to 4096 (PKCS#1 v1.5 signatures, OAEP with SHA-1), AES-256-CBC, HMAC-SHA-256: the one that nearly every server has.</summary>
    Basic256Sha256,

    /// <summary>As <see cref="Basic256Sha256"/> with AES-128-CBC.</summary>
    Aes128Sha256RsaOaep,

    /// <summary>RSA 2048 to 4096 (PSS signatures, OAEP with SHA-256), AES-256-CBC, HMAC-SHA-256.</summary>
    Aes256Sha256RsaPss,

    /// <summary>For a client: of the three that a server offers with the mode wanted, the one that the server ranks highest.</summary>
    Best,
}
