namespace Jinan.IndustryBrain.FactoryFile;

/// <summary>Security policies that a connection may ask for (OPC 10000-7, 6.6).</summary>
public enum SecurityPolicyChoice
{
    /// <summary>Nothing is signed or encrypted.</summary>
    None,

    /// <summary>Basic256Sha256.</summary>
    Basic256Sha256,

    /// <summary>Aes128_Sha256_RsaOaep.</summary>
    Aes128Sha256RsaOaep,

    /// <summary>Aes256_Sha256_RsaPss.</summary>
    Aes256Sha256RsaPss,

    /// <summary>The strongest that the server offers; never None.</summary>
    Best,
}

/// <summary>How messages of a connection are protected (OPC 10000-4, 7.20).</summary>
public enum SecurityMode
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Signed: nobody can alter them unseen.</summary>
    Sign,

    /// <summary>Signed and encrypted.</summary>
    SignAndEncrypt,
}
