using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>Read and Write (OPC 10000-4, 5.11).</summary>
/// <param name="space">The nodes.</param>
/// <param name="limits">Most operations of a request.</param>
/// <param name="maxResponseBytes">A response whose values take more is refused: one request could ask for a large value ten thousand times.</param>
/// <param name="clock">The server's clocks.</param>
internal sealed class AttributeService(AddressSpace space, ServerLimits limits, int maxResponseBytes, ServerClock clock)
{
    public ReadResponse Read(ReadRequest request)
    {
        Operations.Check(request.NodesToRead.Length, limits);
        if (request.TimestampsToReturn is < TimestampsToReturn.Source or > TimestampsToReturn.Neither)
            throw new OpcUaException(StatusCodes.BadTimestampsToReturnInvalid, "The timestamps to return are none of the four kinds.");
        if (!(request.MaxAge >= 0))
            throw new OpcUaException(StatusCodes.BadMaxAgeInvalid, "The maximum age is negative.");
        var now = clock.UtcNow;
        var results = new DataValue[request.NodesToRead.Length];
        var bytes = 0L;
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Read(request.NodesToRead[i], request.TimestampsToReturn, now);
            bytes += EncodedSize.AtLeast(results[i].Value);
            if (bytes > maxResponseBytes)
                throw new OpcUaException(StatusCodes.BadResponseTooLarge, $"The values take more than {maxResponseBytes} bytes: read fewer in a request.");
        }

        return new ReadResponse { Results = results };
    }

    /// <summary>An attribute as a client gets it; a bad status where it cannot be read.</summary>
    public DataValue Read(ReadValueId what, TimestampsToReturn timestamps, DateTime now)
    {
        if (!space.TryFind(what.NodeId, out var node))
            return new DataValue(default, StatusCodes.BadNodeIdUnknown);
        if (what.AttributeId != AttributeIds.Value)
            return ReadOther(node, what);
        if (node is not VariableNode variable)
            return new DataValue(default, StatusCodes.BadAttributeIdInvalid);
        // The one encoding of this server's structures is the default one (5.11.2.2).
        if (what.DataEncoding.Name is { Length: > 0 } and not "Default Binary")
            return new DataValue(default, StatusCodes.BadDataEncodingUnsupported);

        // A server time is when the server knew the value to hold: now, for what is read now.
        var value = variable.Value with { ServerTimestamp = now };
        if (!string.IsNullOrEmpty(what.IndexRange))
        {
            var status = IndexRange.TryApply(what.IndexRange, value.Value, out var part);
            value = status.IsGood ? value with { Value = part } : new DataValue(default, status);
        }

        return timestamps switch
        {
            TimestampsToReturn.Source => value with { ServerTimestamp = default },
            TimestampsToReturn.Server => value with { SourceTimestamp = default },
            TimestampsToReturn.Neither => value with { SourceTimestamp = default, ServerTimestamp = default },
            _ => value,
        };
    }

    public WriteResponse Write(WriteRequest request)
    {
        Operations.Check(request.NodesToWrite.Length, limits);
        return new WriteResponse { Results = Array.ConvertAll(request.NodesToWrite, Write) };
    }

    private static DataValue ReadOther(Node node, ReadValueId what)
    {
        if (!node.TryReadAttribute(what.AttributeId, out var attribute))
            return new DataValue(default, StatusCodes.BadAttributeIdInvalid);
        if (!string.IsNullOrEmpty(what.DataEncoding.Name))
            return new DataValue(default, StatusCodes.BadDataEncodingInvalid);
        return string.IsNullOrEmpty(what.IndexRange) ? new DataValue(attribute) : new DataValue(default, StatusCodes.BadIndexRangeNoData);
    }

    private StatusCode Write(WriteValue what)
    {
        if (!space.TryFind(what.NodeId, out var node))
            return StatusCodes.BadNodeIdUnknown;
        if (what.AttributeId != AttributeIds.Value || node is not VariableNode variable)
            return node.TryReadAttribute(what.AttributeId, out _) ? StatusCodes.BadNotWritable : StatusCodes.BadAttributeIdInvalid;
        if (variable.Settings.Write is not { } accept)
            return StatusCodes.BadNotWritable;
        if (!string.IsNullOrEmpty(what.IndexRange))
            return StatusCodes.BadWriteNotSupported;
        var value = what.Value.Value;
        if (value.Type != variable.Settings.Type || !variable.Settings.Allows(value))
            return StatusCodes.BadTypeMismatch;

        var now = clock.UtcNow;
        var written = what.Value with
        {
            SourceTimestamp = what.Value.SourceTimestamp == default ? now : what.Value.SourceTimestamp,
            ServerTimestamp = now,
        };
        var status = accept(written);
        if (!status.IsBad)
            variable.SetValue(value, written.SourceTimestamp, written.StatusCode, now);
        return status;
    }
}
