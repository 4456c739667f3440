namespace Jinan.IndustryBrain.PlantSimulator.Machines;

/// <summary>
/// Shoulder joint of a spot-welding robot of the 200 kg class. It visits the weld spots of a body side, dwells at each,
/// waits for the next body. Link-side quantities in N m and rad, unless said otherwise.
/// </summary>
/// <remarks>
/// Motion: J q'' = N Kt eta i - m g l cos q - friction; the drive feeds forward its own idea of the dynamics and
/// corrects the rest by a second-order error loop (computed torque: Siciliano et al., "Robotics", 2009, 8.5.2).
/// Friction: Coulomb + Stribeck + viscous, the viscous part falling with gear temperature (Bittencourt, Gunnarsson,
/// "Static friction in a robot joint", J. Dyn. Sys. Meas. Control 134(5), 2012).
/// Motor heat: C T' = 3 R i^2 + brake heat - (T - ambient) / Rth.
/// A torque sensor at the gear's output does not see losses before it; the motor's current does. That is why neither
/// alone tells a heavy tool from a stiff gear.
/// </remarks>
internal sealed class WeldingRobotJoint : Machine
{
    public const string TypeName = "welding-robot-joint";

    private const int Position = 0, Velocity = 1, Torque = 2, Current = 3, TrackingError = 4, Vibration = 5, MotorTemperature = 6, Program = 7;
    private const int FrictionIncrease = 0, Backlash = 1, BearingWear = 2, BrakeDrag = 3;

    private const double GearRatio = 171;
    private const double NominalInertia = 95;
    private const double NominalGravity = 330; // what the balancing cylinder leaves
    private const double NominalTorqueConstant = 0.62; // N m per A at the motor, efficiency of the gear included
    private const double LoopFrequency = 22; // rad/s
    private const double LoopDamping = 0.8;
    private const double BrakeTorque = 110; // at the link, brake fully dragging
    private const double BodyPause = 0.8;
    private const double WearPerSecond = 1.0 / (4000 * 3600);
    private const double DegreesPerRadian = 180 / Math.PI;

    private static readonly SignalDefinition[] Instruments =
    [
        SignalDefinition.Number("position", "deg", 0.001, -180, 180, 250, "Motor encoder, referred to the link"),
        SignalDefinition.Number("velocity", "deg/s", 0.01, -200, 200, 250, "Derived in the drive from the encoder"),
        SignalDefinition.Number("torque", "N.m", 1, -4000, 4000, 250, "Strain gauge at the output of the gear"),
        SignalDefinition.Number("current", "A", 0.01, -60, 60, 250, "Torque-producing motor current"),
        SignalDefinition.Number("tracking_error", "deg", 0.001, -5, 5, 250, "Set position less position"),
        SignalDefinition.Number("vibration", "mm/s", 0.01, 0, 50, 500, "RMS velocity at the bearing housing, 4-20 mA transmitter"),
        SignalDefinition.Number("motor_temperature", "Cel", 0.1, -20, 180, 1000, "Pt1000 in the winding"),
        SignalDefinition.Count("program", 0, 99, 500, "Number of the weld programme"),
    ];

    private static readonly FaultDefinition[] Ways =
    [
        new("friction-increase", "Grease of the gear ages: Coulomb and viscous friction grow"),
        new("backlash", "Gear teeth wear: the link lags and knocks where the torque changes sign"),
        new("bearing-wear", "Raceway of the main bearing pits: vibration and torque ripple grow with speed"),
        new("brake-drag", "Holding brake does not lift fully: constant drag, heat at the motor"),
    ];

    // Weld spots in rad, tool inertia and load relative to nominal: three body variants with their guns.
    private static readonly (double[] Spots, double Load)[] Programs =
    [
        ([-0.35, 0.10, 0.42, 0.70, 0.38, -0.05], 0.92),
        ([-0.20, 0.25, 0.60, 0.30, 0.05, -0.15], 1.00),
        ([-0.45, -0.10, 0.35, 0.80, 0.45, 0.00], 1.13),
    ];

    private readonly double _inertia;
    private readonly double _gravity;
    private readonly double _torqueConstant;
    private readonly double _coulomb;
    private readonly double _viscous;
    private readonly double _vibrationGain;
    private readonly double _vibrationFloor;
    private readonly double _torqueZero;
    private readonly double _thermalResistance;
    private readonly double _ambientMean;

    private int _program;
    private int _spot;
    private double _from;
    private double _moveTime = 1;
    private double _sinceMoveStart;
    private double _dwell = 0.5;
    private double _speedOverride = 1;
    private double _override;
    private double _referenceVelocity;
    private double _referenceAngle;
    private double _error;
    private double _errorRate;
    private double _gearTorque;
    private double _current;
    private double _motorTemperature;
    private double _ambient;
    private double _play;
    private double _knock;
    private double _vibration;
    private double _rippleAngle;

    public WeldingRobotJoint(string asset, ulong seed)
        : base(asset, seed, Instruments, Ways)
    {
        _inertia = Random.Vary(NominalInertia, 0.03);
        _gravity = Random.Vary(NominalGravity, 0.03);
        _torqueConstant = Random.Vary(NominalTorqueConstant, 0.02);
        _coulomb = Random.Vary(95, 0.08);
        _viscous = Random.Vary(120, 0.08);
        _vibrationGain = Random.Vary(1.6, 0.10);
        _vibrationFloor = Random.Vary(0.35, 0.12);
        _torqueZero = 8 * Random.Normal();
        _thermalResistance = Random.Vary(0.25, 0.06);
        _ambientMean = Random.Between(14, 32);
        Wear = Random.Between(0, 0.5);
        _ambient = _ambientMean;
        _motorTemperature = _ambient + Random.Between(22, 38);
        _program = Random.Index(Programs.Length);
        _from = Programs[_program].Spots[^1];
        _referenceAngle = _from;
        PlanOverride();
        PlanMove();
    }

    public override string Type => TypeName;

    private double Load => Programs[_program].Load;

    private protected override void Step(double dt)
    {
        Wear = Math.Min(1, Wear + WearPerSecond * dt);
        // Hall temperature: Ornstein-Uhlenbeck around its mean, 20 minutes, 1.5 K.
        _ambient += (_ambientMean - _ambient) * dt / 1200 + 1.5 * Math.Sqrt(2 * dt / 1200) * Random.Normal();

        var referenceAcceleration = FollowProgram(dt);
        var velocity = _referenceVelocity - _errorRate;
        var angle = _referenceAngle - _error;

        var friction = Friction(velocity);
        var gravity = _gravity * Load * Math.Cos(angle);
        var ripple = 60 * Severity(BearingWear) * Math.Tanh(Math.Abs(velocity) / 0.2) * Math.Sin(_rippleAngle);
        // The drive knows the programme's load and the friction of a new joint.
        var fedForward = NominalInertia * Load * referenceAcceleration
            + NominalGravity * Load * Math.Cos(_referenceAngle)
            + 95 * Direction(_referenceVelocity) + 120 * _referenceVelocity;
        var inertia = _inertia * Load;
        var corrected = inertia * (2 * LoopDamping * LoopFrequency * _errorRate + LoopFrequency * LoopFrequency * _error);
        var drive = fedForward + corrected;
        var acceleration = (drive - gravity - friction - ripple) / inertia;

        // Semi-implicit Euler: stable for the stiff loop at this step.
        _errorRate += (referenceAcceleration - acceleration) * dt;
        _error += _errorRate * dt;
        _rippleAngle += Math.Abs(velocity) * 36 * dt;

        StepPlay(drive, dt);
        _gearTorque = drive - friction;
        _current = drive / (GearRatio * _torqueConstant);
        var copper = 3 * 0.40 * _current * _current;
        var brakeHeat = BrakeTorque * Severity(BrakeDrag) * Math.Abs(velocity);
        _motorTemperature += (copper + brakeHeat + 40 - (_motorTemperature - _ambient) / _thermalResistance) * dt / 4000;

        var raceway = 2.4 * Severity(BearingWear) + 0.25 * Wear;
        var level = Math.Sqrt(_vibrationFloor * _vibrationFloor + Square(_vibrationGain * velocity) + Square(raceway * velocity * 1.6)) + _knock;
        _vibration += (level * (1 + 0.08 * Random.Normal()) - _vibration) * dt / 0.25;
    }

    private protected override double Measure(int signal) => signal switch
    {
        Position => (_referenceAngle - _error - _play) * DegreesPerRadian,
        Velocity => (_referenceVelocity - _errorRate) * DegreesPerRadian + 0.02 * Random.Normal(),
        Torque => _gearTorque + _torqueZero + 6 * Random.Normal(),
        Current => _current + 0.03 * Random.Normal(),
        TrackingError => (_error + _play) * DegreesPerRadian + 0.001 * Random.Normal(),
        Vibration => _vibration,
        MotorTemperature => _motorTemperature + 0.05 * Random.Normal(),
        Program => _program + 1,
        _ => throw new ArgumentOutOfRangeException(nameof(signal)),
    };

    private static double Direction(double velocity) => Math.Tanh(velocity / 0.02);

    private static double Square(double value) => value * value;

    private double Friction(double velocity)
    {
        var gearTemperature = _ambient + 0.6 * (_motorTemperature - _ambient);
        var grease = Severity(FrictionIncrease);
        var coulomb = _coulomb * (1 + 0.10 * Wear + 0.9 * grease) + BrakeTorque * Severity(BrakeDrag);
        var stribeck = 30 * Math.Exp(-Math.Abs(velocity) / 0.05);
        var viscous = _viscous * (1 + 0.05 * Wear + 1.2 * grease) * Math.Exp(-(gearTemperature - 40) / 45);
        return (coulomb + stribeck) * Direction(velocity) + viscous * velocity;
    }

    /// <summary>Lost motion: the link hangs on the side that the torque presses it to, and knocks when that changes.</summary>
    private void StepPlay(double drive, double dt)
    {
        var width = (0.004 + 0.012 * Wear + 0.09 * Severity(Backlash)) / DegreesPerRadian;
        var side = width / 2 * Math.Tanh(drive / 40);
        var rate = (side - _play) / 0.03;
        _play += rate * dt;
        _knock += (18 * Math.Abs(rate) - _knock) * dt / 0.15;
    }

    /// <summary>Advances the programme and returns the set acceleration. Moves have minimum jerk (Flash, Hogan, 1985).</summary>
    private double FollowProgram(double dt)
    {
        _sinceMoveStart += dt;
        if (_sinceMoveStart >= _moveTime + _dwell)
            NextMove();
        var u = Math.Min(1, _sinceMoveStart / _moveTime);
        var way = Programs[_program].Spots[_spot] - _from;
        _referenceAngle = _from + way * u * u * u * (10 - 15 * u + 6 * u * u);
        _referenceVelocity = way * 30 * u * u * (1 - u) * (1 - u) / _moveTime;
        return way * 60 * u * (1 - u) * (1 - 2 * u) / (_moveTime * _moveTime);
    }

    private void NextMove()
    {
        _from = Programs[_program].Spots[_spot];
        _spot++;
        if (_spot == Programs[_program].Spots.Length)
        {
            _spot = 0;
            // Bodies come mixed, in short runs of the same variant.
            if (Random.Even() < 0.25)
                _program = Random.Index(Programs.Length);
        }

        PlanMove();
    }

    private void PlanMove()
    {
        _sinceMoveStart = 0;
        var way = Math.Abs(Programs[_program].Spots[_spot] - _from);
        _moveTime = (0.35 + 0.65 * way) / _speedOverride;
        _dwell = 0.45 + 0.08 * Random.Even() + (_spot == 0 ? BodyPause : 0);
        _override -= _moveTime + _dwell;
        if (_override <= 0)
            PlanOverride();
    }

    /// <summary>The line controller slows the robot now and then to keep the cadence of the line.</summary>
    private void PlanOverride()
    {
        _speedOverride = Random.Between(0.78, 1.0);
        _override = Random.Between(60, 240);
    }
}
