namespace Jinan.IndustryBrain.Capsules.Package;

/// <summary>Why a capsule is refused.</summary>
public enum RefusalReason
{
    /// <summary>The file is no zip, or is damaged.</summary>
    Unreadable,

    /// <summary>An entry's name leads out of the capsule or is not portable.</summary>
    UnsafeName,

    /// <summary>It holds too many entries, or unpacks to more than is allowed.</summary>
    TooLarge,

    /// <summary>Two entries have one name.</summary>
    DuplicateEntry,

    Unsigned,

    /// <summary>The signature does not fit the manifest.</summary>
    BadSignature,

    /// <summary>The signer is not among the trusted publishers.</summary>
    UntrustedPublisher,

    /// <summary>The signer is trusted, but is not the publisher that the capsule names.</summary>
    WrongPublisher,

    /// <summary>A file is not as it was signed.</summary>
    Altered,

    /// <summary>A signed file is not there.</summary>
    MissingFile,

    /// <summary>A file is there that was not signed.</summary>
    ExtraFile,

    /// <summary>It is of a format that this version does not read.</summary>
    UnknownFormat,

    /// <summary>It needs another version of the plugin SDK.</summary>
    SdkMismatch,

    /// <summary>A model wants an engine that there is none for.</summary>
    UnknownEngine,

    /// <summary><c>capsule.json</c> is not as the format says.</summary>
    BadDeclaration,

    BadGoldenVectors,

    /// <summary>Everything verified, but it does not run here, or does not answer its golden vectors as it must.</summary>
    DoesNotRun,
}
