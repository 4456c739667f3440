using System.Net;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>A peer that the server turned away, or ended, for what it sent or for how much it asked.</summary>
/// <param name="Address">Where it came from; null where there are more sources than the server tells apart.</param>
/// <param name="Status">What it was refused with.</param>
/// <param name="Reason">The first refusal in words. Nothing that the peer sent is quoted but lengths and names of the protocol.</param>
/// <param name="Times">Refusals of this source with this status since the last report; 1 for the first.</param>
public sealed record RefusedPeer(IPAddress? Address, StatusCode Status, string Reason, int Times);
