using System.CommandLine;

namespace Jinan.IndustryBrain.Cli.Capsule;

/// <summary><c>brain capsule</c>: makes, signs, verifies and shows capsules. It needs no running brain.</summary>
internal static class CapsuleCommand
{
    public static Command Create() => new("capsule", "Makes, signs, verifies and shows model capsules.")
    {
        PackCommand.Create(),
        SignCommand.Create(),
        VerifyCommand.Create(),
        InspectCommand.Create(),
    };
}
