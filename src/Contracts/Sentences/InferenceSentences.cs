namespace Jinan.IndustryBrain.Contracts.Sentences;

/// <summary>Why inference does not do what it is asked.</summary>
public static class InferenceSentences
{
    public static readonly SentenceForm NoSuchCapsule = new("capsules.unknown", "No capsule '{0}' is in service. GET /capsules lists them.");
    public static readonly SentenceForm AlreadyPinned = new("capsules.pinned", "'{0}' is pinned to a version already. Take the pin away first.");
    public static readonly SentenceForm NotPinned = new("capsules.notPinned", "'{0}' is not pinned.");
    public static readonly SentenceForm NoVersionBefore = new("capsules.noneBefore", "There is no other version of '{0}': none is in the capsules folder, and none served here before.");
    public static readonly SentenceForm OtherIsPinned = new("capsules.otherPinned", "version {0} is pinned");
    public static readonly SentenceForm OtherGoesBefore = new("capsules.otherBefore", "'{0}' holds a version that goes before it");
    public static readonly SentenceForm KeptCopy = new("capsules.keptCopy", "a copy that was kept; the file itself was replaced");
    public static readonly SentenceForm FactoryNotSeen = new("inference.noFactory", "No frame of '{0}' was seen, and the collector does not know it.");
    public static readonly SentenceForm ValuesNotRead = new("replay.noValues", "The values of the window cannot be read now ({0}). Try again later.");
}
